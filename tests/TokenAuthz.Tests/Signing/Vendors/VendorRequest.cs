using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>A request as the software of a vendor signs it, computed here by the vendor's own rules and not by the library.</summary>
internal sealed record VendorRequest
{
    /// <summary>The clock: 2027-01-15T08:00:00Z.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static readonly byte[] Secret = "an-example-of-a-key-of-32-bytes."u8.ToArray();

    private static readonly KeyRing Ring = new([new Key("k1", Secret)]);

    public string Method { get; init; } = "GET";

    public required string Target { get; init; }

    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public string Body { get; init; } = "";

    public string Host { get; init; } = "example.com";

    public string? ClientIp { get; init; }

    public KeyRing Keys { get; init; } = Ring;

    /// <summary>Checks the request.</summary>
    /// <param name="preset">The preset's name.</param>
    /// <param name="settings">Settings of the scheme in JSON that differ from the preset's.</param>
    /// <returns>The reason of the deny; null when the request is allowed.</returns>
    public DenyReason? Check(string preset, string settings = "{}") => Verify(preset, settings).Denial();

    /// <summary>Checks the request.</summary>
    /// <param name="preset">The preset's name.</param>
    /// <param name="settings">Settings of the scheme in JSON that differ from the preset's.</param>
    public Verdict Verify(string preset, string settings = "{}")
    {
        Assert.True(PresetCatalog.TryFind(preset, out var definition));
        using var json = JsonDocument.Parse(settings);
        var request = new TestRequest(Target)
        {
            MethodText = Method,
            HostText = Host,
            Headers = [.. Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            BodyBytes = Encoding.Latin1.GetBytes(Body),
            ClientAddress = ClientIp is null ? default : ClientAddress.From(IPAddress.Parse(ClientIp)),
        };
        return Scheme.Compile(PresetSettings.Read(json.RootElement, definition)).Verify(ref request, Keys, Now);
    }
}
