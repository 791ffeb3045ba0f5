using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using TokenAuthz.Grpc.Protocol;
using static TokenAuthz.Tests.Service.Grpc.GrpcClient;

namespace TokenAuthz.Tests.Service;

/// <summary>
/// A header that is sent in several lines is signed as a whole, whatever the gateway speaks: HTTP, gRPC with the lines as they were
/// sent, or gRPC with lines that Envoy joined.
/// </summary>
public static class SignedLinesTests
{
    private const string Secret = "a-secret-of-ours-5d1c";
    private const string Names = "host;x-our-a";

    private static readonly string[] Settings =
    [
        $"Secret={Secret}", "Policies:0:Name=ours", "Policies:0:Scheme=ours",
        "Schemes:ours:Token:0=header:x-names={signed_headers}", "Schemes:ours:Token:1=header:x-sig={sig}",
        "Schemes:ours:Message={path}\n{canonical_query}\n{canonical_headers}\n{signed_headers}",
        "Schemes:ours:Covers:0=host", "Schemes:ours:Covers:1=x-our-*",
    ];

    /// <summary>The lines of the header, each with its name; whether the signature of the lines 1 and 2 allows them.</summary>
    public static TheoryData<string, string[], bool> Rows { get; } = new()
    {
        { "as they were signed", ["x-our-a: 1", "x-our-a: 2"], true },
        { "with blanks", ["X-Our-A:  1 ", "x-our-a:\t2"], true },
        { "in another order", ["x-our-a: 2", "x-our-a: 1"], false },
        { "one of them", ["x-our-a: 1"], false },
        { "none", [], false },
        { "one more", ["x-our-a: 1", "x-our-a: 2", "x-our-a: 3"], false },
        { "with a header that is not signed", ["x-our-a: 1", "x-our-a: 2", "x-our-b: 1"], false },
        { "with a header of another name", ["x-our-a: 1", "x-our-a: 2", "x-other: 1"], true },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public static async Task Are_signed_over_http(string description, string[] lines, bool isAllowed)
    {
        await using var service = RunningService.Start(Settings);
        var signature = Sign();

        var answer = await service.CheckAsync(
            "/a?b=1", string.Concat(lines.Append($"x-names: {Names}").Append($"x-sig: {signature}").Select(line => line + "\r\n")));

        Expect.Equal(isAllowed ? 200 : 403, answer.Status, description);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public static async Task Are_signed_over_grpc(string description, string[] lines, bool isAllowed)
    {
        await using var service = RunningService.Start(["Listeners:0:Kind=ext-authz-grpc", .. Settings]);
        (string Name, string Value)[] headers =
        [
            .. lines.Append($"x-names: {Names}").Append($"x-sig: {Sign()}")
                .Select(line => line.Split(':', 2))
                .Select(line => (line[0].ToLowerInvariant(), line[1].Trim())),
        ];

        var sent =
            Raw([.. headers.Select(header => new HeaderValue { Key = header.Name, RawValue = ByteString.CopyFromUtf8(header.Value) })]);
        var joined = Question(http =>
        {
            foreach (var header in headers.GroupBy(header => header.Name))
                http.Headers[header.Key] = string.Join(',', header.Select(line => line.Value));
        });
        sent.Attributes.Request.Http.Path = joined.Attributes.Request.Http.Path = "/a?b=1";

        Expect.Equal(isAllowed, (await CheckAsync(service.CheckPort, sent)).Status.Code == 0, $"{description}, as they were sent");
        Expect.Equal(isAllowed, (await CheckAsync(service.CheckPort, joined)).Status.Code == 0, $"{description}, joined");
    }

    private static string Sign() => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.ASCII.GetBytes(Secret), Encoding.ASCII.GetBytes($"/a\nb=1\nhost:example.com\nx-our-a:1,2\n\n{Names}")));
}
