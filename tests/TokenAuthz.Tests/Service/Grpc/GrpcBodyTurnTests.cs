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

    private static readonly byte[] Body = RandomNumberGenerator.GetBytes(1_000_000);

    [Fact]
    public async Task Reads_the_calls_of_a_connection_while_other_bodies_wait()
    {
        await using var service = Start("Limits:BodyWait=00:00:30");
        using var client = Client();
        using var first = new HalfContent(Call("/hook", Body));
        var firstAnswer = AskAsync(client, service, first);
        await UntilAsync(service, Held, 1);

        var others = Enumerable.Range(0, 4).Select(_ => AskAsync(client, service, Call("/hook", Body))).ToArray();
        await UntilAsync(service, Waiting, 4);
        Assert.Equal(0, (await AskAsync(client, service, Call("/a", []))).Status.Code);
        AssertDenied(await AskAsync(client, service, Call("/hook", Body)), "error", "one too many");
        first.SendRest();

        Assert.Equal(0, (await firstAnswer).Status.Code);
        foreach (var answer in others) Assert.Equal(0, (await answer).Status.Code);
        await UntilAsync(service, Held, 0);
    }

    [Fact]
    public async Task Decides_by_the_token_when_a_body_that_is_not_signed_has_no_turn()
    {
        await using var service = Start("Limits:BodyWait=00:00:00");
        using var client = Client();
        using var first = new HalfContent(Call("/hook", Body));
        var firstAnswer = AskAsync(client, service, first);
        await UntilAsync(service, Held, 1);

        Assert.Equal(0, (await AskAsync(client, service, Call("/a", Body))).Status.Code);
        AssertDenied(await AskAsync(client, service, Call("/a", Body, hasToken: false)), "missing_token", "no token");
        AssertDenied(await AskAsync(client, service, Call("/hook", Body)), "error", "no turn");
        first.SendRest();
        Assert.Equal(0, (await firstAnswer).Status.Code);
    }

    [Fact]
    public async Task Denies_a_body_that_comes_too_slowly_and_reads_the_next()
    {
        await using var service = Start("Limits:BodyWait=00:00:30", "Limits:BodyTime=00:00:00.2");
        using var client = Client();
        using var slow = new HalfContent(Call("/hook", Body));
        var slowAnswer = AskAsync(client, service, slow);

        AssertDenied(await slowAnswer, "bad_request", "too slow");
        Assert.Equal(0, (await AskAsync(client, service, Call("/hook", Body))).Status.Code);
    }

    private static RunningService Start(params string[] settings) =>
        RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. SignedBody.Settings, "Limits:Bodies=1", .. settings]);

    private static HttpClient Client() =>
        new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static byte[] Call(string path, byte[] body, bool hasToken = true) => Frame(Question(http =>
    {
        (http.Method, http.Path, http.RawBody) = ("POST", path, ByteString.CopyFrom(body));
        if (path == "/hook") http.Headers["x-hub-signature-256"] = $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("secret"u8, body))}";
        else if (hasToken) http.Headers["token"] = Token.Of(path);
    }).ToByteArray());

    private static async Task<CheckResponse> AskAsync(HttpClient client, RunningService service, byte[] call)
    {
        using var content = new ByteArrayContent(call) { Headers = { ContentType = new("application/grpc") } };
        return await AskAsync(client, service, content);
    }

    private static async Task<CheckResponse> AskAsync(HttpClient client, RunningService service, HttpContent content)
    {
        var url = new Uri($"http://127.0.0.1:{service.CheckPort}/envoy.service.auth.v3.Authorization/Check");
        using var answer = await client.PostAsync(url, content);
        var message = await answer.Content.ReadAsByteArrayAsync();
        return CheckResponse.Parser.ParseFrom(message, 5, message.Length - 5);
    }

    private static Task UntilAsync(RunningService service, string metric, int value) =>
        Poll.UntilAsync($"{metric} is {value}", async () => (await service.MetricsAsync())[metric] == value);

    /// <summary>A call whose second half comes later.</summary>
    private sealed class HalfContent : HttpContent
    {
        private readonly byte[] _call;
        private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HalfContent(byte[] call)
        {
            _call = call;
            Headers.ContentType = new("application/grpc");
        }

        public void SendRest() => _rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var half = _call.Length / 2;
            await stream.WriteAsync(_call.AsMemory(0, half));
            await stream.FlushAsync();
            await _rest.Task;
            await stream.WriteAsync(_call.AsMemory(half));
        }

        protected override bool TryComputeLength(out long length) => (length = 0) > 0;
    }
}
