using Microsoft.Extensions.Time.Testing;

namespace TokenAuthz.Tests.Service;

/// <summary>
/// One service for all vectors: a scheme, a policy and a listener for each way of configuring one, and a clock to set. There
/// is a second service only when two vectors name different keys by the same id.
/// </summary>
public sealed class VectorServices : IAsyncDisposable
{
    private const string AddressHeader = "x-client-address";

    private readonly FakeTimeProvider _clock = new();
    private readonly List<RunningService> _services = [];
    private readonly Dictionary<VectorConfiguration, int> _ports = [];

    public VectorServices()
    {
        foreach (var share in VectorConfiguration.Share(
            AllVectors.List.Select(vector => vector.Configuration).Distinct(), (one, other) => one.MayShareWith(other)))
        {
            var service = RunningService.Start(
                _clock, [.. share.SelectMany((one, i) => one.SettingsOf(i).Concat(Listener(i))), .. VectorConfiguration.Keys(share)]);
            _services.Add(service);
            foreach (var (i, one) in share.Index()) _ports[one] = service.Ports[i];
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
    }

    /// <summary>Sends a vector to the listener whose policy is the vector's, at its time.</summary>
    internal Task<RawAnswer> CheckAsync(Vector vector)
    {
        _clock.AdjustTime(vector.Now);
        return RawHttp.SendToEndAsync(
            _ports[vector.Configuration], vector.Request(vector.ClientAddress is { } address ? [new(AddressHeader, address)] : []));
    }

    private static IEnumerable<string> Listener(int index) =>
    [
        $"Listeners:{index}:Name=listener-{index}", $"Listeners:{index}:Url=http://127.0.0.1:0",
        $"Listeners:{index}:Policies:0=policy-{index}", $"Listeners:{index}:ClientAddressHeader={AddressHeader}",
    ];
}
