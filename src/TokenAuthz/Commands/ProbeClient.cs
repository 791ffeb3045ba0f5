using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Grpc.Protocol;

namespace TokenAuthz.Commands;

/// <summary>Asks a listener as Envoy does.</summary>
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
    private readonly Version _version;
    private readonly SocketsHttpHandler _handler;

    /// <summary>Takes a listener, the version of HTTP to ask over, and the certificate to show to the listener, if any.</summary>
    public ProbeClient(Uri listener, Version version, X509Certificate2? certificate)
    {
        _listener = listener;
        _version = version;
#pragma warning disable CA5359 // The check is no secret, and a certificate need not name the address that a test asks.
        _handler = new() { AllowAutoRedirect = false, SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
#pragma warning restore CA5359
        if (certificate is not null) _handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null);
    }

    /// <summary>Asks over HTTP: the request itself, without its body unless it has one.</summary>
    public async Task<ProbeResult> AskHttpAsync(ProbeRequest check, CancellationToken cancellation)
    {
        using var client = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout };
        var url = _listener.GetLeftPart(UriPartial.Authority) + check.Target;
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

    /// <summary>Asks over gRPC.</summary>
    public async Task<ProbeResult> AskGrpcAsync(ProbeRequest check, CancellationToken cancellation)
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

        using var channel = GrpcChannel.ForAddress(AsEnvoyAsks(), new() { HttpHandler = _handler });
        var message = new CheckRequest { Attributes = new() { Request = new() { Http = http } } };
        var options = new CallOptions(deadline: (TimeProvider.System.GetUtcNow() + Timeout).UtcDateTime, cancellationToken: cancellation);
        var answer = await channel.CreateCallInvoker().AsyncUnaryCall(Check, null, options, message);
        var isOk = answer.HttpResponseCase is CheckResponse.HttpResponseOneofCase.OkResponse;
        if (isOk && answer.Status is { Code: (int)StatusCode.OK }) return new(200, null);
        var reason = answer.DeniedResponse?.Headers.FirstOrDefault(header => header.Header.Key == ResponseHeaders.Reason);
        return new(answer.DeniedResponse?.Status?.Code ?? 0, reason?.Header.Value);
    }

    public void Dispose() => _handler.Dispose();

    // Envoy sends `:scheme: http` on TLS connections, too, so the client must not know that its connection has TLS.
    private Uri AsEnvoyAsks()
    {
        if (_listener.Scheme != "https") return _listener;
        _handler.ConnectCallback ??= ConnectAsync;
        return new UriBuilder(_listener) { Scheme = "http" }.Uri;
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
            await tls.AuthenticateAsClientAsync(
                new()
                {
                    TargetHost = _listener.Host,
                    ApplicationProtocols = [SslApplicationProtocol.Http2],
                    RemoteCertificateValidationCallback = _handler.SslOptions.RemoteCertificateValidationCallback,
                    ClientCertificateContext = _handler.SslOptions.ClientCertificateContext,
                },
                cancellation);
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
