using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>How a kind of gateway names the request that it asks about, and which answers it forwards.</summary>
internal sealed record ListenerKind(string Name)
{
    private static readonly HeaderName HostHeaderName = new("Host");
    private static readonly HeaderName RealIp = new("X-Real-IP");
    private static readonly HeaderName OriginalMethod = new("X-Original-Method");
    private static readonly HeaderName OriginalUri = new("X-Original-URI");
    private static readonly HeaderName OriginalUrl = new("X-Original-URL");
    private static readonly HeaderName AuthRequestRedirect = new("X-Auth-Request-Redirect");
    private static readonly HeaderName ForwardedMethod = new("X-Forwarded-Method");
    private static readonly HeaderName ForwardedUri = new("X-Forwarded-Uri");
    private static readonly HeaderName ForwardedHost = new("X-Forwarded-Host");
    private static readonly HeaderName ForwardedFor = new("X-Forwarded-For");

    /// <summary>Envoy's HTTP check, which has the method, the target and the host of the client's request.</summary>
    public static ListenerKind ExtAuthz { get; } = new("ext-authz") { CanSendBody = true };

    /// <summary>Envoy's gRPC check.</summary>
    public static ListenerKind ExtAuthzGrpc { get; } = new("ext-authz-grpc") { IsGrpc = true, CanSendBody = true };

    /// <summary>Every kind, and the headers that it reads beside those of the token.</summary>
    public static ImmutableArray<ListenerKind> All { get; } =
    [
        ExtAuthz,
        ExtAuthzGrpc,
        Forwarded("nginx", OriginalUri, OriginalMethod, HostHeaderName, RealIp) with
        {
            PreservesDenyStatus = false,
            ServedUrlHeader = OriginalUrl,
        },
        Forwarded("ingress-nginx", OriginalUrl, OriginalMethod, host: null, RealIp) with
        {
            PreservesDenyStatus = false,
            ServedUrlHeader = AuthRequestRedirect,
        },
        Forwarded("traefik", ForwardedUri, ForwardedMethod, ForwardedHost, ForwardedFor) with { CanSendBody = true },
        Forwarded("caddy", ForwardedUri, ForwardedMethod, ForwardedHost, ForwardedFor),
        Forwarded("haproxy", OriginalUri, OriginalMethod, HostHeaderName, RealIp),
        Forwarded("apisix", ForwardedUri, ForwardedMethod, ForwardedHost, ForwardedFor) with
        {
            SendsDecodedPath = true,
            CanSendBody = true,
            BodyMethod = HttpMethods.Post,
        },
    ];

    /// <summary>The headers by which some kind names the original target. A request whose headers name two targets is denied.</summary>
    public static ImmutableArray<HeaderName> TargetHeaders { get; } =
        [.. All.Select(kind => kind.TargetHeader).OfType<HeaderName>().DistinctBy(header => header.LowerText)];

    /// <summary>The header with the original target; null when the request itself has it.</summary>
    public HeaderName? TargetHeader { get; private init; }

    /// <summary>The header with the original method.</summary>
    public HeaderName? MethodHeader { get; private init; }

    /// <summary>The header with the original host; null when the target is a URL that has it.</summary>
    public HeaderName? HostHeader { get; private init; }

    /// <summary>
    /// The header with the URL that nginx serves; null for other gateways. nginx chooses the server by the URL of the request
    /// line, if there is one, and the header <c>Host</c> may name another.
    /// </summary>
    public HeaderName? ServedUrlHeader { get; private init; }

    /// <summary>Whether the gateway sends the path decoded.</summary>
    public bool SendsDecodedPath { get; private init; }

    /// <summary>The header with the client's address; null when it is a setting.</summary>
    public HeaderName? ClientAddressHeader { get; private init; }

    /// <summary>Whether its gateways ask over gRPC.</summary>
    public bool IsGrpc { get; private init; }

    /// <summary>Whether the gateway can send the body.</summary>
    public bool CanSendBody { get; private init; }

    /// <summary>The method of checks with a body, for a gateway that leaves it out by another; null for other gateways.</summary>
    public string? BodyMethod { get; private init; }

    /// <summary>Whether the gateway takes every 4xx for a deny, and not 401 and 403 alone, with any other status for a failure.</summary>
    public bool PreservesDenyStatus { get; private init; } = true;

    /// <summary>Whether headers name the original request, which only a gateway may set.</summary>
    public bool IsForwarded => TargetHeader is not null;

    private static ListenerKind Forwarded(
        string name, HeaderName target, HeaderName method, HeaderName? host, HeaderName clientAddress) => new(name)
        {
            TargetHeader = target,
            MethodHeader = method,
            HostHeader = host,
            ClientAddressHeader = clientAddress,
        };
}
