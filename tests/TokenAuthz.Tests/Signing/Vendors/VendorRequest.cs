using System.Collections.Immutable;
using System.Net;
using System.Text;
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
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public string Method { get; init; } = "GET";

    public required string Target { get; init; }

    public ImmutableArray<(string Name, string Value)> Headers { get; init; } = [];

    public string Body { get; init; } = "";

    public string? ClientIp { get; init; }

    /// <summary>The reason of the deny; null when the request is allowed.</summary>
    public DenyReason? Check(SchemeDefinition scheme, Key key)
    {
        var request = new TestRequest(Target)
        {
            MethodText = Method,
            Headers = [.. Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            BodyBytes = Encoding.Latin1.GetBytes(Body),
            ClientAddress = ClientIp is null ? default : ClientAddress.From(IPAddress.Parse(ClientIp)),
        };
        return Scheme.Compile(scheme).Verify(ref request, new([key]), Now).Denial();
    }

    public static SchemeDefinition Preset(string name) =>
        PresetCatalog.TryFind(name, out var preset) ? preset : throw new InvalidOperationException($"there is no preset {name}");
}
