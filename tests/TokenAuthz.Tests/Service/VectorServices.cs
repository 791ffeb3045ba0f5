using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Tests.Signing.Vectors;

namespace TokenAuthz.Tests.Service;

/// <summary>
/// One service for all vectors: a scheme, a policy and a listener for each way of configuring one, and a clock to set. There
/// is a second service only when two vectors name different keys by the same id.
/// </summary>
public sealed class VectorServices : IAsyncDisposable
{
    /// <summary>The header in which the client's address is sent.</summary>
    public const string AddressHeader = "x-client-address";

    private readonly FakeTimeProvider _clock = new();
    private readonly List<RunningService> _services = [];
    private readonly Dictionary<Entry, int> _ports = [];

    public VectorServices()
    {
        var shares = new List<List<Entry>>();
        foreach (var entry in Vector.All.Select(EntryOf).Distinct())
        {
            var share = shares.Find(share => !share.Exists(other => other.KeyId == entry.KeyId && other.Key != entry.Key));
            if (share is null) shares.Add(share = []);
            share.Add(entry);
        }

        foreach (var share in shares)
        {
            var service = RunningService.Start(_clock, [.. share.SelectMany(Settings), .. Keys(share)]);
            _services.Add(service);
            foreach (var (i, entry) in share.Index()) _ports[entry] = service.Ports[i];
        }
    }

    /// <summary>Sends a vector to the listener whose policy is the vector's, at its time.</summary>
    internal Task<RawAnswer> CheckAsync(Vector vector)
    {
        _clock.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(vector.Now));
        return RawClient.SendAsync(_ports[EntryOf(vector)], vector.Request(vector.ClientIp is null ? [] : [new(AddressHeader, vector.ClientIp)]));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
    }

    private static Entry EntryOf(Vector vector)
    {
        var scheme = Scheme.Compile(VectorScheme.DefinitionOf(vector));
        var (named, key) = (VectorScheme.KeyOf(vector, scheme).Id, VectorScheme.WrittenKeyOf(vector, scheme.Definition.KeyEncoding));
        return new(string.Join('\n', VectorScheme.SettingsOf(vector)), SettingsSection.IsName(named) ? named : "other", key);
    }

    private static IEnumerable<string> Settings(Entry entry, int index)
    {
        var at = index.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. entry.Scheme.Split('\n').Select(setting => $"Schemes:scheme-{at}:{setting}"),
            $"Policies:{at}:Name=policy-{at}",
            $"Policies:{at}:Scheme=scheme-{at}",
            $"Policies:{at}:Keys:0={entry.KeyId}",
            $"Listeners:{at}:Name=listener-{at}",
            $"Listeners:{at}:Url=http://127.0.0.1:0",
            $"Listeners:{at}:Policies:0=policy-{at}",
            $"Listeners:{at}:ClientAddressHeader={AddressHeader}",
        ];
    }

    private static IEnumerable<string> Keys(IEnumerable<Entry> entries) =>
        entries.Select(entry => (entry.KeyId, entry.Key)).Distinct().Index().SelectMany(key => new[] { $"Keys:{key.Index}:Id={key.Item.KeyId}", $"Keys:{key.Index}:Value={key.Item.Key}" });

    // A way of configuring: the settings of the scheme, one a line, and the key as it is written.
    private sealed record Entry(string Scheme, string KeyId, string Key);
}
