namespace TokenAuthz.Tests.Service;

/// <summary>A host that needs a token, and every other, which needs none.</summary>
public sealed class GuardedHost : IAsyncDisposable
{
    internal static readonly string[] Kinds =
        ["ext-authz", "ext-authz-grpc", "nginx", "ingress-nginx", "traefik", "caddy", "haproxy", "apisix"];

    private readonly RunningService _service = RunningService.Start(
    [
        .. Kinds.Index().SelectMany(kind => Listener(kind.Index, kind.Item)),
        "Policies:0:Name=secure", "Policies:0:Hosts:0=secure.example.com", "Policies:0:Hosts:1=[2001:db8::1]",
        "Policies:1:Name=rest", "Policies:1:Action=Allow",
    ]);

    public int PortOf(string kind) => _service.Ports[Array.IndexOf(Kinds, kind)];

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private static IEnumerable<string> Listener(int index, string kind) =>
        [$"Listeners:{index}:Name={kind}", $"Listeners:{index}:Kind={kind}", $"Listeners:{index}:Url=http://127.0.0.1:0",
            $"Listeners:{index}:TrustedProxies:0=127.0.0.1"];
}
