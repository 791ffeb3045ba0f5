using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// Envoy passes a request on without its token, and every other byte as the client sent it: from headers by every way of asking, from
/// cookies too if <c>cookie</c> is listed, and from the query where the target can be changed, which is by gRPC and inside Envoy.
/// </summary>
public sealed class TokenRemovalTests
{
    private static readonly string[] Settings =
    [
        "OnAllow:RemoveToken=true",
        "Policies:0:Name=query", "Policies:0:Paths:0=/query/", "Policies:0:Scheme=query",
        "Schemes:query:Token:0=query:t={sig}", "Schemes:query:Token:1=query:e={expires}", "Schemes:query:Message={expires} {path} {key}",
        "Schemes:query:Algorithm=Md5",
        "Policies:1:Name=cookie", "Policies:1:Paths:0=/cookie/", "Policies:1:Scheme=cookie",
        "Schemes:cookie:Token:0=cookie:t={sig}", "Schemes:cookie:Message={path} {key}", "Schemes:cookie:Algorithm=Md5",
    ];

    public static TheoryData<string> Ways { get; } = ["HTTP", "HTTP/2", "gRPC", "inside"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Takes_the_token_off_and_nothing_else(string way)
    {
        await using var stand = await StartAsync(way);
        var (query, cookie) = ($"e=4102444800&t={Token.Of("4102444800 /query/a ", Token.Secret)}", Token.Of("/cookie/a ", Token.Secret));
        var (changesTarget, other) = (way is "gRPC" or "inside", query.Replace("&", "&z&&a=2;b&", StringComparison.Ordinal));

        foreach (var (sent, rest) in new[]
        {
            (query, ""), ($"z=1&{query}", "?z=1"), ($"{query}&z=1&a&b=%20+", "?z=1&a&b=%20+"), (other, "?z&&a=2;b"),
            ($"{query}&", "?"), ($"%74=1&{query}&T=2&tt=3&t", "?%74=1&T=2&tt=3&t"), ($"b=2&{query}&a=?t=1", "?b=2&a=?t=1"),
        })
        {
            var passage = await stand.PassAsync(RawHttp.Request("GET", $"/query/a?{sent}", token: null));
            passage.AssertAllowed(sent);
            Expect.Equal(changesTarget ? $"/query/a{rest}" : $"/query/a?{sent}", passage.Arrived!.Target, way);
        }

        foreach (var (sent, rest) in new[]
        {
            ($"t={cookie}", null), ($"a=1; t={cookie}; b=\"2\"", "a=1; b=\"2\""), ($"t={cookie}; T=1;tt=2", "T=1;tt=2"),
            ($"a=t={cookie}; t={cookie}", $"a=t={cookie}"),
            ($"t={cookie}; a=\u00c3\u00a9", "a=\u00e9"), // In UTF-8, as which the application reads it.
        })
        {
            var passage = await stand.PassAsync(RawHttp.Request("GET", "/cookie/a?t=1&a", token: null, $"Cookie: {sent}\r\n"));
            passage.AssertAllowed(sent);
            var arrived = (passage.Arrived!.Target, passage.Arrived.Headers.GetValueOrDefault("cookie"));
            Expect.Equal(("/cookie/a?t=1&a", rest), arrived, way);
        }

        (await stand.PassAsync(RawHttp.Request("GET", $"/query/a?{query}&t=1", token: null))).AssertDenied("invalid token");
        (await stand.PassAsync(RawHttp.Request("GET", "/cookie/a", token: null, $"Cookie: t={cookie}; t=1\r\n")))
            .AssertDenied("invalid token");
    }

    private static Task<Stand> StartAsync(string way)
    {
        Way asked = way == "inside" ? Way.Inside : Way.Of(way);
        return Stand.StartAsync(new(asked, [.. Settings])
        {
            Configure = file => asked.IsInside ? file
                : asked.IsGrpc ? file.Telling("cookie")
                : file.Telling("cookie").With("{ exact: x-auth-policy }]", "{ exact: x-auth-policy }, { exact: cookie }]"),
        });
    }
}
