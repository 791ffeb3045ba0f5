namespace TokenAuthz.EndToEnd.Harness;

/// <summary>What became of a request: what the client was told, and what the upstream received if anything.</summary>
internal sealed record Passage(RawAnswer Answer, ReceivedRequest? Arrived)
{
    public void AssertAllowed()
    {
        Assert.Equal(200, Answer.Status);
        Assert.NotNull(Arrived);
    }

    public void AssertDenied(string reason)
    {
        Assert.Equal((403, reason), (Answer.Status, Answer.Body));
        Assert.Equal(reason.Replace(' ', '_'), Answer.Value("x-auth-reason"));
        Assert.Null(Arrived);
    }
}
