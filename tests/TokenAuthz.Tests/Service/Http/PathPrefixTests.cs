namespace TokenAuthz.Tests.Service.Http;

/// <summary>A gateway that puts a prefix in front of each path when it asks: the client's own path is judged, nothing else.</summary>
[Promise(1)]
public static class PathPrefixTests
{
    /// <summary>The prefix, the target that the gateway asks about, and the client's target that is judged; null for none.</summary>
    public static TheoryData<string, string, string, string?> Targets => new()
    {
        { "a path", "/authz", "/authz/a", "/a" },
        { "a path with a query", "/authz", "/authz/a?b=/authz/c", "/a?b=/authz/c" },
        { "the root", "/authz", "/authz/", "/" },
        { "the prefix in the client's own path", "/authz", "/authz/authz/a", "/authz/a" },
        { "an empty segment", "/authz", "/authz//a", "//a" },
        { "dot segments", "/authz", "/authz/../a", "/../a" },
        { "an escape", "/authz", "/authz/%61", "/%61" },
        { "a prefix with a slash at its end", "/authz/", "/authz//a", "/a" },
        { "a prefix of several segments", "/check/v1", "/check/v1/a", "/a" },
        { "no prefix", "/authz", "/a", null },
        { "the prefix alone", "/authz", "/authz", null },
        { "the prefix and a query", "/authz", "/authz?/a", null },
        { "a segment that begins with the prefix", "/authz", "/authzx/a", null },
        { "another case", "/authz", "/AUTHZ/a", null },
        { "an escape in the prefix", "/authz", "/%61uthz/a", null },
        { "the prefix behind a slash", "/authz", "//authz/a", null },
        { "the prefix behind dots", "/authz", "/./authz/a", null },
        { "a slash less than the prefix has", "/authz/", "/authz/a", null },
        { "a URL", "/authz", "http://example.com/authz/a", null },
        { "an asterisk", "/authz", "*", null },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public static async Task Is_taken_off_before_anything_is_judged(string description, string prefix, string asked, string? judged)
    {
        await using var service = RunningService.Start(
            $"Listeners:0:PathPrefix={prefix}", "Listeners:1:Name=http2", "Listeners:1:Url=http://127.0.0.1:0",
            "Listeners:1:Protocol=http2", $"Listeners:1:PathPrefix={prefix}");
        using var http2 = await Http2Connection.OpenAsync(service.Ports[1]);
        var (method, token) = (asked == "*" ? "OPTIONS" : "GET", Token.Of(judged ?? asked));

        var answer = await service.CheckAsync(asked, $"token: {token}\r\n", method);
        var other = await http2.AskAsync(Http2Frame.Request(method, "example.com", asked, ("token", token)));
        (int, string?) expected = judged is null ? (403, "bad_request") : (200, null);

        Expect.Equal(expected, (answer.Status, answer.Value("x-auth-reason")), description);
        Expect.Equal(expected, (other.Status, other.Reason), description);
        if (judged is null) return;
        (await service.CheckAsync(asked, $"token: {Token.Of(asked)}\r\n")).AssertDenied("invalid_token");
    }

    [Fact]
    public static async Task Is_not_part_of_the_paths_of_policies()
    {
        await using var service = RunningService.Start(
            "Listeners:0:PathPrefix=/authz", "Policies:0:Name=open", "Policies:0:Paths:0=/open/", "Policies:0:Action=Allow",
            "Policies:1:Name=prefix", "Policies:1:Paths:0=/authz/", "Policies:1:Action=Allow", "Policies:2:Name=rest");

        Assert.Equal(200, (await service.CheckAsync("/authz/open/a")).Status);
        Assert.Equal(200, (await service.CheckAsync("/authz/authz/a")).Status);
        (await service.CheckAsync("/authz/a")).AssertDenied("missing_token");
        (await service.CheckAsync("/open/a")).AssertDenied("bad_request");
    }
}
