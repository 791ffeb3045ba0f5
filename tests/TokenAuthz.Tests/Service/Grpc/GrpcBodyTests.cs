using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Serilog.Events;
using TokenAuthz.Grpc.Protocol;
using static TokenAuthz.Tests.Service.Grpc.GrpcClient;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>
/// Bodies of checks by gRPC, and calls that are no check: each gets a verdict, because an Envoy that fails open takes an error for an
/// allow.
/// </summary>
[Promise(1)]
[Promise(2)]
public static class GrpcBodyTests
{
    private const string TooLarge = "Limits:BodySize = 1048576: The body has more bytes than are checked";
    private const int Mi = 1024 * 1024;
    private const string Denials =
        "token_authz_decisions_total{listener=\"ext-authz-grpc\",policy=\"\",decision=\"deny\",reason=\"bad_request\"}";

    private static readonly byte[] Call = Frame(Question(http => http.Headers["token"] = Token.Of("/a?b")).ToByteArray());

    private static readonly Dictionary<string, byte[]> Wrong = new()
    {
        ["no message"] = [],
        ["half of a prefix"] = Call[..3],
        ["half of a message"] = Call[..^1],
        ["more than a message"] = [.. Call, 0],
        ["two messages"] = [.. Call, .. Call],
        ["a compressed message"] = Frame(Gzip(Question(http => http.Path = "/" + new string('a', 4 * Mi)).ToByteArray()), flag: 1),
        ["a message that says it is compressed"] = [1, .. Call[1..]],
        ["a path that is not UTF-8"] = Frame(NotUtf8(http => http.Path = "/XXX", "/\ufffd\ufffd\ufffd")),
        ["a host that is not UTF-8"] = Frame(NotUtf8(http => http.Host = "XXX", "/a?b")),
        ["a method that is not UTF-8"] = Frame(NotUtf8(http => http.Method = "XXX", "/a?b")),
        ["no protocol buffer"] = Frame([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ["headers of 3 MiB"] = Frame(Question(http => http.Headers["x"] = new('x', 3 * Mi)).ToByteArray()),
    };

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    private static readonly Dictionary<string, (Action<AttributeContext.Types.HttpRequest> Change, string Cause)> Unchecked = new()
    {
        ["the mark of a cut body"] = (http => http.Headers["x-envoy-auth-partial-body"] = "true", "The gateway cut the body"),
        ["the mark of a cut body among raw headers"] = (http => Raw(http, "x-envoy-auth-partial-body", "true"), "The gateway cut the body"),
        ["the mark and a client's own"] = (http => http.Headers["x-envoy-auth-partial-body"] = "false,true", "The gateway cut the body"),
        ["the mark twice among raw headers"] =
            (http => Raw(http, "x-envoy-auth-partial-body", "false", "false"), "The gateway cut the body"),
        ["the mark beside raw headers"] =
            (http => Raw(http, "x", "y").Headers["x-envoy-auth-partial-body"] = "true", "The gateway cut the body"),
        ["text beside bytes"] = (http => http.Body = "body", "set pack_as_bytes"),
        ["text in place of bytes"] = (http => (http.Body, http.RawBody) = ("body", ByteString.Empty), "set pack_as_bytes"),
        ["a length without a body"] = (http => (http.Headers["content-length"], http.RawBody) = ("4", ByteString.Empty), "not hand over"),
        ["a length without a body among raw headers"] =
            (http => Raw(http, "content-length", "4").RawBody = ByteString.Empty, "did not hand over"),
        ["two lengths without a body"] = (http => Raw(http, "content-length", "0", "4").RawBody = ByteString.Empty, "did not hand over"),
        ["chunks without a body"] =
            (http => (http.Headers["transfer-encoding"], http.RawBody) = ("chunked", ByteString.Empty), "did not hand over"),
        ["one byte too many"] = (http => http.RawBody = ByteString.CopyFrom(new byte[Mi + 1]), TooLarge),
        ["16 MiB"] = (http => http.RawBody = ByteString.CopyFrom(new byte[16 * Mi]), TooLarge),
    };

    public static TheoryData<string> UncheckedNames => [.. Unchecked.Keys];

    [Theory]
    [InlineData(0)]
    [InlineData(Mi - 100)]
    [InlineData(Mi)]
    [InlineData(1_500_000)]
    [InlineData(5 * Mi)]
    [InlineData(16 * Mi)]
    public static async Task Decides_by_the_token_when_a_body_that_is_not_signed_has_bytes(int length)
    {
        await using var service = Start();
        foreach (var asText in new[] { false, true })
        {
            var right = Question(http =>
            {
                if (asText) http.Body = new('x', length);
                else http.RawBody = ByteString.CopyFrom(new byte[length]);
                http.Headers["content-length"] = "1";
                http.Headers["token"] = Token.Of("/a?b");
            });
            var none = right.Clone();
            none.Attributes.Request.Http.Headers.Remove("token");

            Assert.Equal(0, (await CheckAsync(service, right)).Status.Code);
            AssertDenied(await CheckAsync(service, none), "missing_token", "no token");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(Mi)]
    public static async Task Allows_a_signed_body_of_bytes(int length)
    {
        await using var service = Start("Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
        var body = new byte[length];

        var request = Question(http =>
        {
            http.RawBody = ByteString.CopyFrom(body);
            http.Headers["x-envoy-auth-partial-body"] = "false";
            http.Headers["content-length"] = length.ToString(CultureInfo.InvariantCulture);
            http.Headers["x-hub-signature-256"] = Signature(body);
        });

        Assert.Equal(0, (await CheckAsync(service, request)).Status.Code);
    }

    [InProcess]
    [Theory]
    [MemberData(nameof(UncheckedNames))]
    public static async Task Denies_and_logs_why_when_the_body_is_signed_and_there_is(string description)
    {
        var (change, cause) = Unchecked[description];
        await using var service = Start(
            "Policies:0:Name=hooks",
            "Policies:0:Scheme=github-webhook",
            "Policies:0:Paths:0=/hook",
            "Policies:1:Name=rest",
            "Log:Level=Information");
        var request = Question(http =>
        {
            http.Path = "/hook";
            http.RawBody = ByteString.CopyFromUtf8("body");
            change(http);
            var signature = Signature((http.Body.Length > 0 ? ByteString.CopyFromUtf8(http.Body) : http.RawBody).Span);
            if (http.HeaderMap is null) http.Headers["x-hub-signature-256"] = signature;
            else Raw(http, "x-hub-signature-256", signature);
        });

        AssertDenied(await CheckAsync(service, request), "bad_request", description);

        Assert.Contains(cause, Assert.Single(service.Logs.Denials).RenderMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [InProcess]
    [Theory]
    [MemberData(nameof(WrongNames))]
    public static async Task Denies_counts_and_logs_without_a_trace_when_a_call_has(string description)
    {
        await using var service = Start("Log:Level=Information");

        AssertDenied(await PostAsync(service.CheckPort, Wrong[description], ("grpc-encoding", "gzip")), "bad_request", description);

        Assert.Equal(1, (await service.MetricsAsync())[Denials]);
        Assert.Contains(
            "gRPC message", Assert.Single(service.Logs.Denials).RenderMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(service.Logs.At(LogEventLevel.Warning));
        Assert.Empty(service.Logs.At(LogEventLevel.Error));
    }

    [Theory]
    [InlineData("its length said", 80 * Mi)]
    [InlineData("a length beyond 2 GiB", -1)]
    public static async Task Denies_before_the_end_when_a_message_is_larger_than_what_is_read_with(string description, int length)
    {
        await using var service = Start();
        var call = Frame(Question(http => http.Headers["token"] = Token.Of("/a?b")).ToByteArray());
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(call.AsSpan(1), length);

        AssertDenied(await PostAsync(service.CheckPort, [.. call, .. new byte[80 * Mi]]), "bad_request", description);
    }

    [Theory]
    [InlineData("a letter that is encoded", "/envoy.service.auth.v3.Authorization/%43heck")]
    [InlineData("a slash that is encoded", "/envoy.service.auth.v3.Authorization%2FCheck")]
    [InlineData("a dot segment", "/./envoy.service.auth.v3.Authorization/Check")]
    public static async Task Answers_no_call_by_another_spelling_of_its_name(string description, string target)
    {
        await using var service = Start();
        using var client = Http2Client();
        using var content = new ByteArrayContent(Call) { Headers = { ContentType = new("application/grpc") } };
        var url = new Uri(
            $"http://127.0.0.1:{service.CheckPort}{target}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var answer = await client.PostAsync(url, content, TestContext.Current.CancellationToken);

        Expect.Equal(404, (int)answer.StatusCode, description);
    }

    [InProcess]
    [Fact]
    public static async Task Logs_nothing_that_a_peer_chooses_when_it_calls_what_there_is_not_or_ends_its_calls()
    {
        await using var service = Start("Log:Level=Debug");
        using var client = Http2Client();
        for (var i = 0; i < 100; i++)
        {
            using var content = new ByteArrayContent(Call) { Headers = { ContentType = new("application/grpc") } };
            var name = new Uri($"http://127.0.0.1:{service.CheckPort}/peers-choice.Service/Call{i}");
            using var unknown = await client.PostAsync(name, content, TestContext.Current.CancellationToken);
            Assert.Equal(404, (int)unknown.StatusCode);
            using var cut = new CancellationTokenSource();
            using var half = new CutContent(Call.AsMemory(0, 10), cut);
            var check = new Uri($"http://127.0.0.1:{service.CheckPort}/envoy.service.auth.v3.Authorization/Check");
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.PostAsync(check, half, cut.Token));
        }

        Assert.Equal(0, (await CheckAsync(service, Question(http => http.Headers["token"] = Token.Of("/a?b")))).Status.Code);
        Assert.Equal(100, (await service.MetricsAsync())[Samples.Refused("no_such_call", "ext-authz-grpc")]);
        Assert.DoesNotContain("peers-choice", service.Logs.Lines, StringComparison.Ordinal);
        Assert.All(service.Logs.At(LogEventLevel.Warning), entry => Assert.Null(entry.Exception));
        Assert.Empty(service.Logs.At(LogEventLevel.Error));
        Assert.InRange(service.Logs.Messages.Length, 0, 60);
    }

    private static HttpClient Http2Client() =>
        new() { DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static RunningService Start(params string[] settings) => RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. settings]);

    private static async Task<CheckResponse> CheckAsync(RunningService service, CheckRequest request) =>
        await GrpcClient.CheckAsync(service.CheckPort, request);

    private static AttributeContext.Types.HttpRequest Raw(AttributeContext.Types.HttpRequest http, string name, params string[] values)
    {
        http.HeaderMap ??= new();
        foreach (var value in values) http.HeaderMap.Headers.Add(new HeaderValue { Key = name, RawValue = ByteString.CopyFromUtf8(value) });
        return http;
    }

    private static string Signature(ReadOnlySpan<byte> body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Token.Secret), body));

    // With the token of what the library makes of it.
    private static byte[] NotUtf8(Action<AttributeContext.Types.HttpRequest> change, string target)
    {
        var message = Question(http =>
        {
            change(http);
            http.Headers["token"] = Token.Of(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(target)));
        }).ToByteArray();
        message.AsSpan(message.AsSpan().IndexOf("XXX"u8), 3).Fill(0xff);
        return message;
    }

    private static byte[] Gzip(byte[] message)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(message);
        return compressed.ToArray();
    }
}
