using System.Text;
using Microsoft.AspNetCore.Http;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Http;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>What answers look like, on the wire and for reasons that no configuration brings about today.</summary>
[Promise(1)]
public sealed class AnswerTests(SharedService shared)
{
    public static TheoryData<DenyReason> Reasons { get; } = [.. DenyReasons.All];

    [Fact]
    public async Task Says_no_more_than_the_verdict_when_it_allows()
    {
        var answer = await shared.Service.CheckAsync("/a", Token.Line("/a"));

        Assert.Equal(["Connection", "Content-Length", "Date"], answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
        Assert.Equal("0", answer.Value("content-length"));
    }

    [Fact]
    public async Task Says_no_more_than_the_reason_when_it_denies()
    {
        var answer = await shared.Service.CheckAsync("/a");

        Assert.Equal(
            ["Cache-Control", "Connection", "Content-Length", "Content-Type", "Date", "x-auth-reason"],
            answer.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Denies_with_403_and_the_reason_in_header_and_body_when_it_is(DenyReason reason)
    {
        using var body = new MemoryStream();
        var cause = DenyCauses.All.First(cause => cause.Reason() == reason);
        var context = new DefaultHttpContext { Response = { Body = body } };

        await HttpResponseWriter.WriteAsync(context.Response, ListenerKind.ExtAuthz, default(Decision).Deny(cause));

        Assert.Equal(403, context.Response.StatusCode);
        Assert.Equal(reason.Code(), context.Response.Headers["x-auth-reason"]);
        Assert.Equal(reason.Code().Replace('_', ' '), Encoding.ASCII.GetString(body.ToArray()));
        Assert.Equal(
            ["Content-Length", "Content-Type", "cache-control", "x-auth-reason"],
            context.Response.Headers.Keys.Order(StringComparer.Ordinal));
    }
}
