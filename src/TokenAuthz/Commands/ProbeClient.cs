using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;

namespace TokenAuthz.Commands;

/// <summary>Asks a listener as its gateways do.</summary>
internal sealed class ProbeClient : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private static readonly Method<CheckRequest, CheckResponse> Check = new(
        MethodType.Unary,
        "envoy.service.auth.v3.Authorization",
        "Check",
        Marshaller<CheckRequest>(CheckRequest.Parser),
        Marshaller<CheckResponse>(CheckResponse.Parser));

    private readonly Uri _listener;
    private readonly ListenerKind _kind;
    private readonly Version _version;
    private readonly SslClientAuthenticationOptions _tls;
    private readonly SocketsHttpHandler _handler;
    private readonly string _url;

    /// <summary>Makes a client of one listener.</summary>
    /// <param name="listener">Where the listener is.</param>
    /// <param name="kind">The kind of its gateways.</param>
    /// <param name="version">The version of HTTP to ask over.</param>
    /// <param name="trust">Which certificates of the listener are accepted.</param>
    /// <param name="certificate">The certificate to show; null for none.</param>
    public ProbeClient(Uri listener, ListenerKind kind, Version version, ServerTrust trust, X509Certificate2? certificate)
    {
        (_listener, _kind, _version) = (listener, kind, version);
        _tls = trust.Options(listener.Host, certificate);
        _tls.ApplicationProtocols = [version == HttpVersion.Version20 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11];
        _handler = new() { AllowAutoRedirect = false, UseProxy = false };
        if (listener.Scheme == Uri.UriSchemeHttps) _handler.ConnectCallback = ConnectAsync;
        // The client must not know that its connection has TLS: over gRPC Envoy sends `:scheme: http` all the same, and .NET would verify
        // the name in the header Host, which is the client's request's.
        _url = new UriBuilder(listener) { Scheme = Uri.UriSchemeHttp }.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Asks about a request.</summary>
    public Task<ProbeResult> AskAsync(ProbeRequest request, CancellationToken cancellation) => _kind.IsGrpc
        ? AskGrpcAsync(request, cancellation)
        : AskHttpAsync(request.AsCheck(_kind, _listener.Authority), cancellation);

    public void Dispose() => _handler.Dispose();

    private async Task<ProbeResult> AskHttpAsync(ProbeRequest check, CancellationToken cancellation)
    {
        using var client = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout };
        var prefix = _listener.AbsolutePath == "/" ? "" : _listener.AbsolutePath;
        var url = _url + prefix + check.Target;
        var asTyped = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new(check.Method), new Uri(url, asTyped))
        {
            Version = _version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (check.Host.Length > 0) request.Headers.Host = check.Host;
        if (check.Body.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(check.Body));
        foreach (var (name, value) in check.Headers) request.Headers.TryAddWithoutValidation(name, value);

        using var answer = await client.SendAsync(request, cancellation);
        var reason = answer.Headers.TryGetValues(ResponseHeaders.Reason, out var reasons) ? string.Join(",", reasons) : null;
        return new((int)answer.StatusCode, reason);
    }

    private async Task<ProbeResult> AskGrpcAsync(ProbeRequest check, CancellationToken cancellation)
    {
        var http = new AttributeContext.Types.HttpRequest
        {
            Method = check.Method,
            Host = check.Host,
            Path = check.Target,
            RawBody = ByteString.CopyFromUtf8(check.Body),
        };
#pragma warning disable CA1308 // Header names in HTTP/2 are in lower case (RFC 9113, section 8.2).
        foreach (var (name, value) in check.Headers) http.Headers[name.ToLowerInvariant()] = value;
#pragma warning restore CA1308

        using var channel = GrpcChannel.ForAddress(_url, new() { HttpHandler = _handler });
        var message = new CheckRequest { Attributes = new() { Request = new() { Http = http } } };
        var options = new CallOptions(deadline: (TimeProvider.System.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancellation);
        var answer = await channel.CreateCallInvoker().AsyncUnaryCall(Check, null, options, message);
        var isOk = answer.HttpResponseCase is CheckResponse.HttpResponseOneofCase.OkResponse;
        if (isOk && answer.Status is { Code: (int)StatusCode.OK }) return new(200, null);
        var reason = answer.DeniedResponse?.Headers.FirstOrDefault(header => header.Header.Key == ResponseHeaders.Reason);
        return new(answer.DeniedResponse?.Status?.Code ?? 0, reason?.Header.Value);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // The stream that is handed out owns it.
        var client = new TcpClient { NoDelay = true };
#pragma warning restore CA2000
        try
        {
            await client.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellation);
            var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsClientAsync(_tls, cancellation);
            return tls;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static Marshaller<T> Marshaller<T>(MessageParser<T> parser)
        where T : IMessage<T> =>
        new(message => message.ToByteArray(), parser.ParseFrom);
}
