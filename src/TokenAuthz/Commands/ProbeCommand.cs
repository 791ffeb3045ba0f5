using System.CommandLine;
using System.Net;
using System.Text;
using Grpc.Core;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Commands;

/// <summary>
/// <c>token-authz probe URL</c>: asks a running service about a request with its token and without, as a
/// gateway would; for <c>helm test</c>, and for an operator who wants to know whether a deployment works.
/// </summary>
internal static class ProbeCommand
{
    private static readonly Option<string> ToOption = new("--to")
    {
        Description = "Where the service answers checks. Any certificate of it is accepted.",
        HelpName = "http[s]://HOST:PORT",
        DefaultValueFactory = _ => "http://localhost:8080",
    };
    private static readonly Option<bool> GrpcOption = new("--grpc") { Description = "Ask by gRPC." };
    private static readonly Option<bool> Http2Option = new("--http2")
    {
        Description = "Ask over HTTP/2: a listener whose `Protocol` is `http2` speaks nothing else.",
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
        ClientCertificateOptions.AddTo(command);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var signed = SigningOptions.Sign(source, line);
        var unsigned = new ProbeRequest(
            RequestOptions.Method(line),
            signed.Host,
            RequestOptions.Url(line).Target,
            RequestOptions.Headers(line),
            RequestOptions.Body(line));
        var to = line.GetRequiredValue(ToOption);
        var listener = AdminClient.Parse(ToOption.Name, to);

        using var certificate = ClientCertificateOptions.Read(line);
        var version = line.GetValue(Http2Option) ? HttpVersion.Version20 : HttpVersion.Version11;
        using var client = new ProbeClient(listener, version, certificate);
        Func<ProbeRequest, CancellationToken, Task<ProbeResult>> ask =
            line.GetValue(GrpcOption) ? client.AskGrpcAsync : client.AskHttpAsync;
        try
        {
            var request = unsigned with { Target = signed.Target, Headers = [.. unsigned.Headers, .. signed.Headers] };
            if (signed.Body is { } body) request = request with { Body = Encoding.UTF8.GetString(body.Span) };
            var withToken = await ask(request, cancellation);
            var without = await ask(unsigned, cancellation);
            await Console.Out.WriteLineAsync($"with its token     {withToken}\nwithout a token    {without}");
            return withToken.IsAllowed && without.IsDenied ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or RpcException or OperationCanceledException)
        {
            throw new CommandException($"{to} does not answer checks: {e.Message.TrimEnd('.')}");
        }
    }
}
