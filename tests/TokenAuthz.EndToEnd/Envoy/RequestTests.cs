using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Requests of all methods, bodies, sizes and headers.</summary>
public abstract class RequestTests : StandTests
{
    private protected RequestTests(StandFixture fixture, StandOptions options)
        : base(fixture, options)
    {
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task Gives_the_same_verdict_when_the_method_is(string method)
    {
        var allowed = await Stand.PassAsync(RawHttp.Request(method, "/any", Token.Of("/any")));
        var denied = await Stand.PassAsync(RawHttp.Request(method, "/any", Token.Wrong));

        allowed.AssertAllowed();
        Assert.Equal(method, allowed.Arrived!.Method);
        Assert.Equal((403, "invalid_token"), (denied.Answer.Status, denied.Answer.Value("x-auth-reason")));
        Assert.Null(denied.Arrived);
    }

    [Theory]
    [InlineData("a length", "POST", "Content-Length: 11\r\n", "hello world")]
    [InlineData("a length", "PUT", "Content-Length: 11\r\n", "hello world")]
    [InlineData("chunks", "POST", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")]
    [InlineData("a length and is announced", "PUT", "Expect: 100-continue\r\nContent-Length: 11\r\n", "hello world")]
    public async Task Hands_on_the_body_of_an_allowed_request_and_none_of_a_denied_one_when_it_has(
        string description, string method, string headers, string body)
    {
        var allowed = await Stand.PassAsync(RawHttp.Request(method, "/body", Token.Of("/body"), headers, body));
        var denied = await Stand.PassAsync(RawHttp.Request(method, "/body", Token.Wrong, headers, body));

        Assert.NotEmpty(description);
        Assert.Equal("hello world", allowed.Arrived?.Body);
        Assert.Null(denied.Arrived);
    }

    [Fact]
    public async Task Denies_with_headers_only_when_the_method_is_HEAD()
    {
        var everything = await RawHttp.ExchangeAsync(Stand.Envoy.Port, RawHttp.Request("HEAD", "/", Token.Wrong), TimeSpan.FromSeconds(5));

        Assert.StartsWith("HTTP/1.1 403 ", everything, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid token", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_all_of_the_query_when_it_has_50_KiB()
    {
        var target = "/search?q=" + new string('q', 50 * 1024);

        (await Stand.PassAsync(RawHttp.Request("GET", target, Token.Of(target)))).AssertAllowed();
        (await Stand.PassAsync(RawHttp.Request("GET", target + "r", Token.Of(target)))).AssertDenied("invalid token");
    }

    [Fact]
    public async Task Refuses_in_Envoy_when_a_request_is_larger_than_the_service_takes()
    {
        var target = "/" + new string('q', 64 * 1024);

        var passage = await Stand.PassAsync(RawHttp.Request("GET", target, Token.Of(target)));

        Assert.Equal(431, passage.Answer.Status);
        Assert.Null(passage.Arrived);
    }

    [Promise(5)]
    [Theory]
    [InlineData("x-forwarded-uri: /open")]
    [InlineData("X_Forwarded_Uri: /open")]
    [InlineData("x-forwarded-path: /open")]
    [InlineData("x-forwarded-prefix: /open")]
    [InlineData("x-original-uri: /open")]
    [InlineData("x-original-url: http://example.com/open")]
    [InlineData("x-rewrite-url: /open")]
    [InlineData("x-envoy-original-path: /open")]
    [InlineData("x-envoy-original-host: open")]
    [InlineData("x-envoy-auth-partial-body: true")]
    [InlineData("x-forwarded-method: GET")]
    [InlineData("x-http-method-override: GET")]
    [InlineData("x-forwarded-for: 127.0.0.1")]
    [InlineData("forwarded: for=127.0.0.1;host=open")]
    [InlineData("user-agent: kube-probe/1.37")]
    public async Task Checks_the_true_target_when_the_client_forges(string header)
    {
        (await Stand.PassAsync(RawHttp.Request("POST", "/closed", Token.Of("/open"), header + "\r\n"))).AssertDenied("invalid token");
        (await Stand.PassAsync(RawHttp.Request("POST", "/closed", token: null, header + "\r\n"))).AssertDenied("missing token");
        (await Stand.PassAsync(RawHttp.Request("POST", "/closed", Token.Of("/closed"), header + "\r\n"))).AssertAllowed();
    }

    [Promise(5)]
    [Fact]
    public async Task Removes_the_headers_that_are_the_services_when_a_client_sends_its_own()
    {
        const string Forged = "x-auth-key-id: admin\r\nX-Auth-Policy: all\r\nx-auth-key-id: root\r\nx_auth_key_id: admin\r\n";

        var passage = await Stand.PassAsync(RawHttp.Request("GET", "/forged", Token.Of("/forged"), Forged));

        passage.AssertAllowed();
        Assert.DoesNotContain(
            passage.Arrived!.Headers, header => header.Key.Replace('_', '-').StartsWith("x-auth-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(Token.Of("/forged"), passage.Arrived.Headers["token"]);
    }
}
