namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The way of a request through a gateway: the client's answer, and the upstream's request if it arrived.</summary>
internal sealed record Passage(RawAnswer Answer, ReceivedRequest? Arrived)
{
    /// <summary>Asserts that the request reached the upstream, which answered it.</summary>
    public void AssertAllowed(string description = "")
    {
        Expect.Equal(200, Answer.Status, $"{description}: {Answer}");
        Assert.NotNull(Arrived);
    }

    /// <summary>Asserts that the client got the service's denial, and that nothing reached the upstream.</summary>
    public void AssertDenied(string reason)
    {
        Assert.Equal((403, reason), (Answer.Status, Answer.Body));
        Assert.Equal(reason.Replace(' ', '_'), Answer.Value("x-auth-reason"));
        Assert.Null(Arrived);
    }
}
