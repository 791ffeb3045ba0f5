using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>A scheme that signs the body, with a connection that the gateway keeps.</summary>
public sealed class BodyTests
{
    private const string Body = "Hello, World!";
    private const string MessageKey = "an-example-of-a-key-of-32-bytes.";

    [InProcess]
    [Fact]
    public async Task Answers_one_signed_body_after_another_on_a_connection_and_logs_nothing()
    {
        await using var service = RunningService.Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        for (var i = 0; i < 3; i++)
        {
            await connection.SendAsync(Request(Body, Body));
            (await connection.ReceiveAsync()).AssertAllowed();
            await connection.SendAsync(Request("", ""));
            (await connection.ReceiveAsync()).AssertAllowed();
            await connection.SendAsync(Request("Hello, world!", Body));
            (await connection.ReceiveAsync()).AssertDenied("invalid_token");
        }

        Assert.Empty(service.Logs.At(LogEventLevel.Error));
    }

    [Fact]
    public async Task Compares_a_body_with_the_digest_that_is_signed()
    {
        await using var service = RunningService.Start(
            "Policies:0:Name=p", "Policies:0:Scheme=s", "Policies:0:Keys:0=k", "Keys:0:Id=k",
            $"Keys:0:Value={Convert.ToBase64String(Encoding.ASCII.GetBytes(MessageKey))}",
            "Schemes:s:Preset=rfc9421", "Schemes:s:Covers:0=@method", "Schemes:s:Covers:1=@path",
            "Schemes:s:Covers:2=content-digest");
        var digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Body)))}:";
        const string Input = "(\"@method\" \"@path\" \"content-digest\");keyid=\"k\"";
        var signature = HMACSHA256.HashData(
            Encoding.ASCII.GetBytes(MessageKey),
            Encoding.ASCII.GetBytes($"\"@method\": POST\n\"@path\": /pay\n\"content-digest\": {digest}\n\"@signature-params\": {Input}"));
        var headers =
            $"Content-Digest: {digest}\r\nSignature-Input: sig1={Input}\r\nSignature: sig1=:{Convert.ToBase64String(signature)}:\r\n";

        (await SendAsync(Body)).AssertAllowed();
        (await SendAsync(Body.Replace('H', 'J'))).AssertDenied("invalid_token");
        (await SendAsync("")).AssertDenied("invalid_token");

        Task<RawAnswer> SendAsync(string body) =>
            RawHttp.SendToEndAsync(
                service.CheckPort,
                RawHttp.Request(
                    "POST",
                    "/pay",
                    headers: string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n{headers}"),
                    body: body));
    }

    [Fact]
    public async Task Denies_a_body_that_cannot_be_read_even_in_shadow_when_its_path_is_ambiguous()
    {
        await using var service = RunningService.Start(
            "Policies:0:Name=hooks",
            "Policies:0:Scheme=github-webhook",
            "Policies:0:Mode=Shadow",
            "Policies:0:Paths:0=/hooks/",
            "Policies:1:Name=rest");

        (await SendTooLongAsync(service, "/hooks/a")).AssertAllowed();
        (await SendTooLongAsync(service, "/hooks/../admin")).AssertDenied("bad_request");
    }

    [Fact]
    public async Task Denies_a_body_that_cannot_be_read_when_the_empty_one_is_signed()
    {
        await using var service = RunningService.Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");

        (await SendTooLongAsync(service, "/hook")).AssertDenied("bad_request");
    }

    [Theory]
    [InlineData("true")]
    [InlineData("TRUE")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("false,false")]
    [InlineData("false\r\nX-Envoy-Auth-Partial-Body: false")]
    [InlineData("false\r\nX-Envoy-Auth-Partial-Body: true")]
    public async Task Denies_a_signed_body_that_may_have_been_cut_when_the_gateway_says(string isPartial)
    {
        await using var service = RunningService.Start(
            "Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook", "Policies:0:Paths:0=/hook", "Policies:1:Name=rest");

        (await SendAsync(service, "/hook", Body, isPartial)).AssertDenied("bad_request");
        (await SendAsync(service, "/hook", Body, "false")).AssertAllowed();
        (await SendAsync(service, "/other", Body, isPartial, Token.Line("/other"))).AssertAllowed();
    }

    [InProcess]
    [Theory]
    [InlineData(
        "a body that was cut",
        "Content-Length: 13\r\nX-Envoy-Auth-Partial-Body: true\r\n",
        Body,
        "The gateway cut the body: raise max_request_bytes")]
    [InlineData("a body of too many bytes", "Content-Length: 1048577\r\n", "", "raise Limits:BodySize")]
    [InlineData(
        "a body that ends early", "Transfer-Encoding: chunked\r\n", "5\r\nHello\r\nnonsense\r\n", "The body ended early, was ill-formed")]
    public async Task Logs_why_it_denies_when_there_is(string description, string headers, string body, string cause)
    {
        await using var service =
            RunningService.Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook", "Log:Level=Information");

        (await RawHttp.SendToEndAsync(
            service.CheckPort,
            RawHttp.Request("POST", "/hook", headers: $"{headers}{Token.WebhookLine(Body)}", body: body))).AssertDenied("bad_request");

        Assert.Contains(cause, Assert.Single(service.Logs.Denials).RenderMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.NotEmpty(description);
    }

    [Theory]
    [InlineData("a length", false)]
    [InlineData("chunks", true)]
    public async Task Allows_the_longest_signed_body_that_is_checked_when_it_has(string description, bool inChunks)
    {
        await using var service = RunningService.Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
        var body = new string('x', 1024 * 1024);
        var (length, sent) =
            inChunks ? ("Transfer-Encoding: chunked", $"100000\r\n{body}\r\n0\r\n\r\n") : ($"Content-Length: {body.Length}", body);

        (await RawHttp.SendToEndAsync(
            service.CheckPort,
            RawHttp.Request("POST", "/hook", headers: $"{length}\r\n{Token.WebhookLine(body)}", body: sent))).AssertAllowed();
        Assert.NotEmpty(description);
    }

    [Theory]
    [InlineData("a length", false)]
    [InlineData("chunks", true)]
    public async Task Denies_on_a_connection_that_stays_when_a_signed_body_has_5_MiB_and(string description, bool inChunks)
    {
        await using var service = RunningService.Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        var body = new string('x', 5 * 1024 * 1024);
        var sent =
            inChunks ? $"Transfer-Encoding: chunked\r\n\r\n500000\r\n{body}\r\n0\r\n\r\n" : $"Content-Length: {body.Length}\r\n\r\n{body}";

        await connection.SendAsync($"POST /hook HTTP/1.1\r\nHost: a\r\n{Token.WebhookLine(body)}{sent}");
        (await connection.ReceiveAsync()).AssertDenied("bad_request");
        await connection.SendAsync(Request(Body, Body));
        (await connection.ReceiveAsync()).AssertAllowed();
        Assert.NotEmpty(description);
    }

    [InProcess]
    [Fact]
    public async Task Denies_a_signed_body_that_comes_too_slowly()
    {
        await using var service = RunningService.Start(
            services => services.PostConfigure<KestrelServerOptions>(
                kestrel => kestrel.Limits.MinRequestBodyDataRate = new(1_000_000, TimeSpan.FromSeconds(1.1))),
            "Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        await connection.SendAsync($"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 13\r\n{Token.WebhookLine(Body)}\r\nHello");

        RawAnswer.Parse(await connection.ReceiveToEndAsync()).AssertDenied("bad_request");
    }

    private static Task<RawAnswer> SendAsync(RunningService service, string target, string body, string isPartial, string headers = "") =>
        RawHttp.SendToEndAsync(
            service.CheckPort,
            RawHttp.Request(
                "POST",
                target,
                headers: $"{headers}Content-Length: {body.Length}\r\nX-Envoy-Auth-Partial-Body: {isPartial}\r\n{Token.WebhookLine(body)}",
                body: body));

    private static Task<RawAnswer> SendTooLongAsync(RunningService service, string target) =>
        RawHttp.SendToEndAsync(
            service.CheckPort, RawHttp.Request("POST", target, headers: $"Content-Length: 1048577\r\n{Token.WebhookLine("")}", body: "a"));

    private static string Request(string body, string signed) => string.Create(
        CultureInfo.InvariantCulture,
        $"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n{Token.WebhookLine(signed)}\r\n{body}");
}
