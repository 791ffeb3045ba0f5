using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>A check goes on from step to step by the snapshot of its beginning, and is a deny until it is decided.</summary>
public static class CheckStepTests
{
    private const string OtherName = "Policies:1:Name=other";
    private const string OtherPath = "Policies:1:Paths:0=/b";

    private static readonly byte[] Key = Encoding.ASCII.GetBytes(PolicySamples.Secret);
    private static readonly string[] Hooks = ["Policies:0:Name=default", "Policies:0:Scheme=github-webhook"];

    [Theory]
    [InlineData("the body that was signed", "body", null)]
    [InlineData("another", "Body", DenyReason.InvalidToken)]
    [InlineData("none", "", DenyReason.InvalidToken)]
    public static void Needs_the_body_that_is_signed_and_then_decides(string description, string body, DenyReason? reason)
    {
        var (samples, request) = (new PolicySamples(Hooks), Hook("/a"));
        var step = Begin(samples, request);
        Assert.Equal((CheckStage.NeedsBody, DenyReason.Error, false), (step.Stage, step.Decision.Reason, step.Decision.IsAllowed));

        var whole = request with { BodyBytes = Encoding.ASCII.GetBytes(body) };
        step = samples.Engine.WithBody(step, ref whole);

        Expect.Equal((CheckStage.Decided, reason), (step.Stage, step.Decision.Reason), description);
    }

    [Theory]
    [InlineData("enforced", "/a", DecisionOutcome.Deny)]
    [InlineData("in shadow", "/a", DecisionOutcome.Shadow, "Policies:0:Mode=Shadow")]
    [InlineData("in shadow, with an ambiguous path", "/a/../b", DecisionOutcome.Deny, "Policies:0:Mode=Shadow", OtherName, OtherPath)]
    public static void Denies_by_the_policy_when_the_body_cannot_be_checked(
        string description, string target, DecisionOutcome outcome, params string[] settings)
    {
        var decision = Begin(new([.. Hooks, .. settings]), Hook(target)).WithoutBody(DenyCause.BodyCut).Decision;

        Expect.Equal(outcome, decision.Outcome, description);
        Assert.Equal((DenyReason.BadRequest, DenyCause.BodyCut, "default"), (decision.Reason, decision.Cause, decision.Policy?.Name));
    }

    [Theory]
    [InlineData(ClaimResult.First, null)]
    [InlineData(ClaimResult.Replayed, DenyReason.Replayed)]
    [InlineData(ClaimResult.Unknown, DenyReason.Error)]
    public static void Needs_a_claim_of_a_token_of_single_use_and_then_decides(ClaimResult result, DenyReason? reason)
    {
        var step = Begin(new(OneTimeLink.Settings), Link("/a"));
        Assert.Equal((CheckStage.NeedsClaim, true), (step.Stage, step.Claim.IsNeeded));
        Assert.Equal((DenyReason.Error, false), (step.Decision.Reason, step.Decision.IsAllowed));

        var decision = step.WithClaim(result).Decision;

        Assert.Equal((reason, reason is null), (decision.Reason, decision.IsAllowed));
        Assert.Equal(("default", reason is null ? "default" : null), (decision.Policy?.Name, decision.Key?.Id));
    }

    [Theory]
    [InlineData(ClaimResult.Replayed, "/a", DecisionOutcome.Shadow)]
    [InlineData(ClaimResult.Unknown, "/a", DecisionOutcome.Shadow)]
    [InlineData(ClaimResult.Replayed, "/a/../b", DecisionOutcome.Deny)]
    [InlineData(ClaimResult.Unknown, "/a/../b", DecisionOutcome.Deny)]
    [InlineData(ClaimResult.First, "/a/../b", DecisionOutcome.Allow)]
    public static void Shadows_a_claim_unless_the_path_may_be_of_another_policy(ClaimResult result, string path, DecisionOutcome outcome)
    {
        var samples = new PolicySamples([.. OneTimeLink.Settings, "Policies:0:Mode=Shadow", OtherName, OtherPath]);

        Assert.Equal(outcome, Begin(samples, Link(path)).WithClaim(result).Decision.Outcome);
    }

    [Fact]
    public static void Lets_a_preflight_pass_without_the_body()
    {
        var request = new TestRequest("/a")
        {
            MethodText = "OPTIONS",
            Headers = [new("Origin", "https://a"), new("Access-Control-Request-Method", "POST")],
        };

        var step = Begin(new([.. Hooks, "Policies:0:AllowPreflight=true"]), request);

        Assert.Equal((CheckStage.Decided, DecisionOutcome.Allow, null), (step.Stage, step.Decision.Outcome, step.Decision.Key));
    }

    [Theory]
    [InlineData("no method", "", "example.com", "/a")]
    [InlineData("no target", "GET", "example.com", "")]
    [InlineData("a host that can be read in two ways", "GET", "example.com:80:80", "/a")]
    public static void Denies_a_request_that_is_not_clear(string description, string method, string host, string target)
    {
        var samples = new PolicySamples("Policies:0:Name=p", "Policies:0:Action=Allow");

        var decision = samples.Decide(new(target) { MethodText = method, HostText = host });

        Expect.Equal((DenyReason.BadRequest, null), (decision.Reason, decision.Policy), description);
        Assert.Same(samples.Engine.Snapshot, decision.Snapshot);
    }

    [Fact]
    public static void Goes_on_by_the_snapshot_of_its_beginning_after_a_reload()
    {
        var (samples, other) = (new PolicySamples(Hooks), new PolicySamples("Policies:0:Name=default", "Policies:0:Action=Deny"));
        var (snapshot, request) = (samples.Engine.Snapshot, Hook("/a") with { BodyBytes = "body"u8.ToArray() });
        var step = Begin(samples, request);

        samples.Engine.Snapshot = other.Engine.Snapshot;
        var decision = samples.Engine.WithBody(step, ref request).Decision;

        Assert.True(decision.IsAllowed);
        Assert.Same(snapshot, decision.Snapshot);
        Assert.Equal(DenyReason.Denied, samples.Decide(request).Reason);
    }

    [Fact]
    public static void Is_a_deny_when_nothing_was_decided()
    {
        var step = default(CheckStep);

        Assert.Equal((CheckStage.Decided, DenyReason.Error, false), (step.Stage, step.Decision.Reason, step.Decision.IsAllowed));
        Assert.Equal(403, Decision.Failed.DenyResponse!.Status);
        Assert.Equal(ClaimResult.Unknown, default);
    }

    [Fact]
    public static void Takes_no_body_and_no_claim_that_it_does_not_need()
    {
        var (samples, hook) = (new PolicySamples(Hooks), Hook("/a"));
        var needsBody = Begin(samples, hook);

        Assert.Throws<InvalidOperationException>(() => needsBody.WithClaim(ClaimResult.First));
        Assert.Throws<InvalidOperationException>(() => default(CheckStep).WithClaim(ClaimResult.First));
        Assert.Throws<InvalidOperationException>(() => samples.Engine.WithBody(needsBody.WithoutBody(DenyCause.BodyCut), ref hook));
    }

    private static CheckStep Begin(PolicySamples samples, TestRequest request) =>
        samples.Engine.Begin(PolicySamples.Listener, policy: null, ref request);

    private static TestRequest Link(string path) => new(OneTimeLink.To(path, PolicySamples.Secret));

    private static TestRequest Hook(string target) => new(target)
    {
        MethodText = "POST",
        Headers = [new("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Key, "body"u8)))],
    };
}
