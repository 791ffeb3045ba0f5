using System.Net;
using System.Security.Cryptography;
using Google.Protobuf;
using TokenAuthz.Grpc.Protocol;
using static TokenAuthz.Tests.Service.Grpc.GrpcClient;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>The calls of a gateway share a connection: one whose body waits for its turn holds up none of the others.</summary>
[Promise(2)]
public sealed class GrpcBodyTurnTests
{
    private const string Held = "token_authz_bodies{state=\"held\"}";
    private const string Waiting = "token_authz_bodies{state=\"waiting\"}";

    // One connection to each service.
    private static readonly HttpClient Client =
        new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static readonly byte[] Body = RandomNumberGenerator.GetBytes(1_000_000);

    [Fact]
    public async Task Reads_the_calls_of_a_connection_while_other_bodies_wait()
    {
        await using var service = Start("Limits:BodyWait=00:00:30");
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = AskAsync(service, Call("/hook", Body), rest.Task);
        await UntilAsync(service, Held, 1);

        var others = Enumerable.Range(0, 4).Select(_ => AskAsync(service, Call("/hook", Body))).ToArray();
        await UntilAsync(service, Waiting, 4);
        Assert.Equal(0, (await AskAsync(service, Call("/a", []))).Status.Code);
        AssertDenied(await AskAsync(service, Call("/hook", Body)), "error", "one too many");
        rest.SetResult();

        Assert.Equal(0, (await first).Status.Code);
        foreach (var answer in others) Assert.Equal(0, (await answer).Status.Code);
        await UntilAsync(service, Held, 0);
    }

    [Fact]
    public async Task Decides_by_the_token_when_a_body_that_is_not_signed_has_no_turn()
    {
        await using var service = Start("Limits:BodyWait=00:00:00");
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = AskAsync(service, Call("/hook", Body), rest.Task);
        await UntilAsync(service, Held, 1);

        Assert.Equal(0, (await AskAsync(service, Call("/a", Body))).Status.Code);
        AssertDenied(await AskAsync(service, Call("/a", Body, hasToken: false)), "missing_token", "no token");
        AssertDenied(await AskAsync(service, Call("/hook", Body)), "error", "no turn");
        rest.SetResult();
        Assert.Equal(0, (await first).Status.Code);
    }

    [Fact]
    public async Task Denies_a_body_that_comes_too_slowly_and_reads_the_next()
    {
        await using var service = Start("Limits:BodyWait=00:00:30", "Limits:BodyTime=00:00:00.2");
        var never = new TaskCompletionSource();

        AssertDenied(await AskAsync(service, Call("/hook", Body), never.Task), "bad_request", "too slow");
        Assert.Equal(0, (await AskAsync(service, Call("/hook", Body))).Status.Code);
    }

    private static RunningService Start(params string[] settings) =>
        RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. SignedBody.Settings, "Limits:Bodies=1", .. settings]);

    private static byte[] Call(string path, byte[] body, bool hasToken = true) => Frame(Question(http =>
    {
        (http.Method, http.Path, http.RawBody) = ("POST", path, ByteString.CopyFrom(body));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData("secret"u8, body));
        if (path == "/hook") http.Headers["x-hub-signature-256"] = $"sha256={signature}";
        else if (hasToken) http.Headers["token"] = Token.Of(path);
    }).ToByteArray());

    // The second half of the call comes when a task has ended.
    private static async Task<CheckResponse> AskAsync(RunningService service, byte[] call, Task? rest = null)
    {
        var url = new Uri($"http://127.0.0.1:{service.CheckPort}/envoy.service.auth.v3.Authorization/Check");
        using var content = new HalfContent(call, rest ?? Task.CompletedTask);
        using var answer = await Client.PostAsync(url, content);
        var message = await answer.Content.ReadAsByteArrayAsync();
        return CheckResponse.Parser.ParseFrom(message, 5, message.Length - 5);
    }

    private static Task UntilAsync(RunningService service, string metric, int value) =>
        Poll.UntilAsync($"{metric} is {value}", async () => (await service.MetricsAsync())[metric] == value);

    private sealed class HalfContent : HttpContent
    {
        private readonly byte[] _call;
        private readonly Task _rest;

        public HalfContent(byte[] call, Task rest)
        {
            (_call, _rest) = (call, rest);
            Headers.ContentType = new("application/grpc");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = _call.Length / 2;
            await stream.WriteAsync(_call.AsMemory(0, half));
            await stream.FlushAsync();
            await _rest;
            await stream.WriteAsync(_call.AsMemory(half));
        }

        protected override bool TryComputeLength(out long length) => (length = 0) > 0;
    }
}
