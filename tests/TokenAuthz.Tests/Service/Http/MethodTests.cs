namespace TokenAuthz.Tests.Service.Http;

/// <summary>The verdict is the same whatever the method and the body.</summary>
public sealed class MethodTests(SharedService shared)
{
    public static TheoryData<string> Methods { get; } =
    [
        "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "PURGE", "M-SEARCH", "get", "Get", "PRI", "X",
        "!#$%&'*+-.^_`|~09", new string('A', 5000),
    ];

    public static TheoryData<string, string, string> Bodies { get; } = new()
    {
        { "of a length", "Content-Length: 5\r\n", "hello" },
        { "that is empty", "Content-Length: 0\r\n", "" },
        { "in chunks", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n" },
        { "in chunks with a token in the trailer", "Transfer-Encoding: chunked\r\n", "0\r\ntoken: " + Token.Wrong + "\r\n\r\n" },
        { "with a form that names another method",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 11\r\n", "_method=GET" },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Gives_the_same_verdict_when_the_method_is(string method)
    {
        (await shared.Service.CheckAsync("/a?x=1", Token.Line("/a?x=1"), method)).AssertAllowed();
        (await shared.Service.CheckAsync("/a?x=1", Token.Line("/a"), method)).AssertDenied("invalid_token");
        (await shared.Service.CheckAsync("/a?x=1", method: method)).AssertDenied("missing_token");
    }

    [Fact]
    public async Task Answers_without_a_body_when_the_method_is_head()
    {
        var allowed = await shared.Service.CheckAsync("/a", Token.Line("/a"), "HEAD");
        var denied = await shared.Service.CheckAsync("/a", Token.Line("/b"), "HEAD");
        var missing = await shared.Service.CheckAsync("/a", method: "HEAD");

        Assert.Equal((200, ""), (allowed.Status, allowed.Body));
        Assert.Equal((403, "invalid_token", ""), (denied.Status, denied.Value("x-auth-reason"), denied.Body));
        Assert.Equal((403, "missing_token", ""), (missing.Status, missing.Value("x-auth-reason"), missing.Body));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Gives_the_same_verdict_when_there_is_a_body(string description, string headers, string body)
    {
        var allowed = await SendAsync(Token.Line("/a") + headers, body);
        var denied = await SendAsync(headers, body);

        Expect.Equal(200, allowed.Status, description);
        allowed.AssertAllowed();
        denied.AssertDenied("missing_token");
    }

    private Task<RawAnswer> SendAsync(string headers, string body) =>
        RawHttp.SendToEndAsync(shared.Service.CheckPort, RawHttp.Request("POST", "/a", headers: headers, body: body));
}
