using System.CommandLine;
using System.Net;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Listeners;

namespace TokenAuthz.Commands;

/// <summary>
/// <c>token-authz probe URL</c>: asks a running service about a request with its token and without, as a
/// gateway would; for <c>helm test</c>, and for an operator who wants to know whether a deployment works.
/// </summary>
internal static class ProbeCommand
{
    private static readonly Option<string> ToOption = new("--to")
    {
        Description = "Where the listener answers checks, with its PathPrefix if it has one. It is asked as the gateways of its kind do.",
        HelpName = "http[s]://HOST:PORT[/PREFIX]",
        DefaultValueFactory = _ => "http://localhost:8080",
    };

    private static readonly Option<bool> GrpcOption =
        new("--grpc") { Description = "Ask by gRPC, whatever kind the configuration gives the listener." };

    private static readonly Option<bool> Http2Option =
        new("--http2") { Description = "Ask over HTTP/2, whatever `Protocol` the configuration gives the listener." };

    private static readonly Option<bool> UntrustedOption = new("--allow-untrusted")
    {
        Description = "Exit code 0 as well if the listener cuts the connection off, as one does whose `TrustedProxies` lack this address.",
    };

    public static Command Create()
    {
        var command = new Command(
            "probe",
            "Ask a running service about a request with its token and without: exit code 0 when it allows the one and denies the other.");
        SigningOptions.AddTo(command);
        command.Options.Add(ToOption);
        command.Options.Add(GrpcOption);
        command.Options.Add(Http2Option);
        command.Options.Add(UntrustedOption);
        ServerTrustOptions.AddTo(command);
        ClientCertificateOptions.AddTo(command);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var signed = SigningOptions.Sign(source, line);
        var settings = RequestOptions.Listener(source, line);
        var kind = line.GetValue(GrpcOption) ? ListenerKind.ExtAuthzGrpc : settings.Kind;
        var unsigned = Unsigned(line, signed.Host, settings.ClientAddress);
        var request = unsigned with { Target = signed.Target, Headers = [.. unsigned.Headers, .. signed.Headers] };
        if (signed.Body is { } body) request = request with { Body = Encoding.UTF8.GetString(body.Span) };

        var to = line.GetRequiredValue(ToOption);
        var isHttp2 = kind.IsGrpc || line.GetValue(Http2Option) || settings.Protocols is HttpProtocols.Http2;
        using var certificate = ClientCertificateOptions.Read(line);
        using var client = new ProbeClient(
            AdminClient.Parse(ToOption.Name, to),
            kind,
            isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
            ServerTrustOptions.Read(line),
            certificate);
        try
        {
            var withToken = await client.AskAsync(request, cancellation);
            var without = await client.AskAsync(unsigned, cancellation);
            await Console.Out.WriteLineAsync($"with its token     {withToken}\nwithout a token    {without}");
            return withToken.IsAllowed && without.IsDenied ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or RpcException or OperationCanceledException)
        {
            var failure = ProbeFailure.Of(e);
            if (!failure.IsCutOff || !line.GetValue(UntrustedOption))
                throw new CommandException($"{to} does not answer checks: {failure.Message}");
            await Console.Out.WriteLineAsync($"{to} cuts the connection off, as if TrustedProxies did not list this address");
            return 0;
        }
    }

    private static ProbeRequest Unsigned(ParseResult line, string host, ForwardedAddress? clientAddress)
    {
        var headers = RequestOptions.Headers(line);
        if (clientAddress is not null && RequestOptions.AddressText(line) is { } address)
        {
            // As the trusted proxies would write it, each of which appends the address of the one before it.
            var hops = Enumerable.Repeat(IPAddress.Loopback.ToString(), clientAddress.TrustedHops ?? 0);
            headers = headers.Add(new(clientAddress.Header.Text, string.Join(", ", hops.Prepend(address))));
        }

        var url = RequestOptions.Url(line);
        return new(RequestOptions.Method(line), url.Scheme, host, url.Target, headers, RequestOptions.Body(line));
    }
}
