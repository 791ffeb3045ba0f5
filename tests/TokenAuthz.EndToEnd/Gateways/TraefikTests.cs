using System.Collections.Frozen;

namespace TokenAuthz.EndToEnd.Gateways;

public sealed class TraefikTests(GatewayFixture<TraefikTests> fixture) : GatewayTests<TraefikTests>(fixture), IExample
{
    // Traefik decodes characters that need no encoding, writes escapes in
    // upper case and cleans the path, before it asks and before it forwards.
    private static readonly FrozenDictionary<string, string> Cleaned = new Dictionary<string, string>
    {
        ["/a%2fb"] = "/a%2Fb",
        ["/%61"] = "/a",
        ["//a"] = "/a",
        ["/a/../b"] = "/b",
        ["/a/%2e%2e/b"] = "/b",
    }.ToFrozenDictionary();

    public static Gateway Gateway { get; } = new("traefik", "traefik", "--configfile=traefik.yaml")
    {
        CheckPort = 8084,
        StatusOnError = 500,
        LongestSilence = TimeSpan.FromSeconds(40),
        AskedAbout = target => Cleaned.GetValueOrDefault(target, target),
    };
}
