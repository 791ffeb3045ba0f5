using System.Text;
using Google.Protobuf;
using TokenAuthz.Grpc.Protocol;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>The same holes in questions by gRPC, and those that only gRPC has.</summary>
public sealed class WhatWentWrongElsewhereInGrpcTests(EveryKind shared)
{
    private const string CheckPath = "/envoy.service.auth.v3.Authorization/Check";

    private static readonly Dictionary<string, (CheckRequest Question, string Reason)> Rows = new()
    {
        ["Heimdall GO-2026-4742: the open path in the query"] =
            (GrpcClient.Question(http => http.Path = "/admin?/public/"), "missing_token"),
        ["Heimdall GO-2026-4742: a query in the field that Envoy leaves empty"] = (GrpcClient.Question(http =>
        {
            http.Path = "/admin";
            http.MergeFrom(TextField(7, "x"));
            http.Headers["token"] = Token.Of("/admin?x");
        }), "invalid_token"),
        ["Heimdall GO-2026-4742: a fragment in the field that Envoy leaves empty"] = (GrpcClient.Question(http =>
        {
            http.Path = "/admin";
            http.MergeFrom(TextField(8, "/../public/"));
        }), "missing_token"),
        ["opa-envoy CVE-2026-26205: a path that looks like an authority"] =
            (GrpcClient.Question(http => http.Path = "//public/admin"), "missing_token"),
        ["Heimdall CVE-2026-42274: dots that lead out"] = (GrpcClient.Question(http => http.Path = "/public/../admin"), "missing_token"),
        ["Envoy CVE-2021-32779: a fragment"] = (GrpcClient.Question(http => http.Path = "/public/#/../../admin"), "missing_token"),
        ["Envoy CVE-2026-73553: a path parameter"] = (GrpcClient.Question(http => http.Path = "/public/..;/admin"), "missing_token"),
        ["Envoy CVE-2023-27487: a forged original path"] = (GrpcClient.Question(http =>
        {
            http.Path = "/admin";
            http.Headers["x-envoy-original-path"] = "/public/";
        }), "missing_token"),
        ["Envoy CVE-2021-32777: a repeated header, joined by a comma"] =
            (GrpcClient.Question(http => http.Headers["token"] = $"{Token.Of("/a?b")},{Token.Of("/a?b")}"), "invalid_token"),
        ["grpc-go CVE-2026-33186: an open path without its slash"] =
            (GrpcClient.Question(http => http.Path = "public/admin"), "missing_token"),
        ["Authelia CVE-2026-48794: a host in capitals"] = (GrpcClient.Question(http =>
        {
            http.Host = "CLOSED.Example.com";
            http.Headers["token"] = Token.Of("/a?b");
        }), "denied"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Denies(string elsewhere) =>
        GrpcClient.AssertDenied(
            await GrpcClient.CheckAsync(shared.PortOf("ext-authz-grpc"), Rows[elsewhere].Question), Rows[elsewhere].Reason, elsewhere);

    [Fact]
    public async Task Lets_pass_what_everybody_reads_alike() =>
        Assert.Equal(
            0,
            (await GrpcClient.CheckAsync(
                shared.PortOf("ext-authz-grpc"), GrpcClient.Question(http => http.Path = "/public/admin"))).Status.Code);

    [Theory]
    [InlineData("the path of the method", CheckPath, true)]
    [InlineData("that without its slash", "envoy.service.auth.v3.Authorization/Check", false)]
    [InlineData("an empty one", "", false)]
    [InlineData("one slash too many", "/" + CheckPath, false)]
    public async Task CVE_2026_33186_Answers_no_call_whose_path_is(string description, string path, bool isAnswered)
    {
        var message = GrpcClient.Question(http => http.Path = "/public/").ToByteArray();
        using var connection = await RawConnection.OpenAsync(shared.PortOf("ext-authz-grpc"));
        await connection.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(4, 0, 0, "")
            + Frame(
                1,
                4,
                1,
                $"\u0083\u0086{Header("\u0001", "example.com")}{Header("\u0004", path)}{Header("\u000f\u0010", "application/grpc")}" +
                    $"{Header("\0\u0002te", "trailers")}")
            + Frame(0, 1, 1, "\0\0\0\0" + (char)message.Length + Encoding.Latin1.GetString(message))
            + Frame(7, 0, 0, "\0\0\0\0\0\0\0\0"));

        var answer = await connection.ReceiveToEndAsync();

        // A check's answer names the type of its body's only part; there is none without a call.
        Expect.Equal(isAnswered, answer.Contains("application/grpc", StringComparison.Ordinal), $"{description}: {answer}");
    }

    // Fields that the service's copy of the protocol leaves out, so that nothing can read them.
    private static byte[] TextField(int number, string text) =>
        [(byte)((number << 3) | 2), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    // RFC 9113, section 4.1: length, type, flags, stream.
    private static string Frame(int type, int flags, int stream, string payload) =>
        $"\0{(char)(payload.Length >> 8)}{(char)(payload.Length & 0xff)}{(char)type}{(char)flags}\0\0\0{(char)stream}{payload}";

    // RFC 7541, section 6.2.2: a literal without indexing, not in Huffman's code.
    private static string Header(string name, string value) => $"{name}{(char)value.Length}{value}";
}
