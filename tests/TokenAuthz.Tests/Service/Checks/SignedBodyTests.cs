using System.Globalization;
using System.Text;
using Google.Protobuf;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>A signature covers the bytes of a body as they were sent, up to the length that is set.</summary>
[Promise(1)]
public sealed class SignedBodyTests
{
    private const int Mi = 1024 * 1024;

    public static TheoryData<string, string, string> Forms => SignedBody.Forms;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Allows_the_bytes_that_are_signed_and_no_other_over_HTTP_with(string description, string headers, string body)
    {
        await using var service = RunningService.Start(SignedBody.Settings);
        foreach (var inChunks in new[] { false, true })
        {
            (await SendAsync(body)).AssertAllowed();
            foreach (var changed in SignedBody.ChangesOf(body)) (await SendAsync(changed)).AssertDenied("invalid_token");

            Task<RawAnswer> SendAsync(string sent) =>
                RawHttp.SendToEndAsync(service.CheckPort, SignedBody.Post(sent, body, headers, inChunks));
        }

        Assert.NotEmpty(description);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Allows_the_bytes_that_are_signed_and_no_other_over_gRPC_with(string description, string headers, string body)
    {
        await using var service = StartGrpc();

        Assert.Equal(0, (await CheckAsync(service, body, body, headers)).Status.Code);
        foreach (var changed in SignedBody.ChangesOf(body))
            GrpcClient.AssertDenied(await CheckAsync(service, changed, body, headers), "invalid_token", description);
    }

    [Fact]
    public async Task Takes_no_body_for_an_empty_one()
    {
        await using var service = RunningService.Start(SignedBody.Settings);
        await using var grpc = StartGrpc();

        (await SendAsync("")).AssertAllowed();
        (await SendAsync("Content-Length: 0\r\n")).AssertAllowed();
        (await SendAsync("Transfer-Encoding: chunked\r\n", "0\r\n\r\n")).AssertAllowed();
        (await SendAsync("Content-Length: 1\r\n", "a")).AssertDenied("invalid_token");
        (await RawHttp.SendToEndAsync(service.CheckPort, SignedBody.Post("", "a"))).AssertDenied("invalid_token");
        Assert.Equal(0, (await CheckAsync(grpc, "", "")).Status.Code);
        GrpcClient.AssertDenied(await CheckAsync(grpc, "", "a"), "invalid_token", "no body");

        Task<RawAnswer> SendAsync(string length, string body = "") => RawHttp.SendToEndAsync(
            service.CheckPort, RawHttp.Request("POST", "/hook", token: null, $"{length}{Token.WebhookLine("")}", body));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(20_000)]
    [InlineData(Mi)]
    [InlineData(32 * Mi)]
    public async Task Allows_a_body_of_the_length_that_is_set_and_none_that_is_longer(int most)
    {
        var setting = $"Limits:BodySize={most}";
        await using var service = RunningService.Start([.. SignedBody.Settings, setting, "Limits:BodyTime=00:01:00"]);
        await using var grpc = StartGrpc(setting, "Limits:BodyTime=00:01:00");
        var (longest, tooLong) = (new string('x', most), new string('x', most + 1));

        foreach (var inChunks in new[] { false, true })
        {
            (await RawHttp.SendAsync(service.CheckPort, SignedBody.Post(longest, longest, inChunks: inChunks))).AssertAllowed();
            (await RawHttp.SendAsync(service.CheckPort, SignedBody.Post(tooLong, tooLong, inChunks: inChunks))).AssertDenied("bad_request");
        }

        Assert.Equal(0, (await CheckAsync(grpc, longest, longest)).Status.Code);
        GrpcClient.AssertDenied(await CheckAsync(grpc, tooLong, tooLong), "bad_request", "too long");
    }

    [InProcess]
    [Fact]
    public async Task Logs_the_length_that_is_set_when_a_body_is_longer()
    {
        await using var service = RunningService.Start([.. SignedBody.Settings, "Limits:BodySize=2000", "Log:Level=Information"]);

        (await RawHttp.SendToEndAsync(service.CheckPort, SignedBody.Post(new('x', 2001), ""))).AssertDenied("bad_request");

        Assert.Contains(
            "Limits:BodySize = 2000: The body has more bytes than are checked",
            Assert.Single(service.Logs.Denials).RenderMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    private static RunningService StartGrpc(params string[] settings) =>
        RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. SignedBody.Settings, .. settings]);

    private static async Task<CheckResponse> CheckAsync(RunningService service, string body, string signed, string headers = "")
    {
        var lines = (headers + Token.WebhookLine(signed)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        return await GrpcClient.CheckAsync(service.CheckPort, GrpcClient.Question(http =>
        {
            (http.Method, http.Path) = ("POST", "/hook");
            http.RawBody = ByteString.CopyFrom(Encoding.Latin1.GetBytes(body));
            foreach (var line in lines.Select(line => line.Split(": ", 2))) http.Headers[line[0].ToLowerInvariant()] = line[1];
        }));
    }
}
