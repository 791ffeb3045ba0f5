using System.CommandLine;
using System.Diagnostics;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz verify URL</c>: decides a request as the service does, and explains each step.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Say step by step why a request is allowed or denied: exit code 0 or 1.");
        RequestOptions.AddTo(command);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var policy = RequestOptions.Policy(source, line);
        var now = RequestOptions.Now(line);
        var steps = new Explanation(now);
        steps.Add("policy", policy is null ? "none covers the request" : Describe(policy));
        var isAllowed = Explain(line, policy, now, steps);
        await Console.Out.WriteAsync(steps.ToString());
        return isAllowed ? 0 : 1;
    }

    private static string Describe(Policy policy) =>
        $"{policy.Name}: {policy.Action}" + policy.Mode switch
        {
            PolicyMode.Enforce => "",
            PolicyMode.Shadow => ", in shadow: what it denies passes",
            PolicyMode.Optional => ", optional: a request without a token passes",
            _ => throw new UnreachableException(),
        };

    private static bool Explain(ParseResult line, Policy? policy, DateTimeOffset now, Explanation steps)
    {
        var request = RequestOptions.Request(line);
        if (!RequestHost.IsWellFormed(request.Host))
            return Deny(steps, DenyCause.HostIllFormed);

        if (policy?.PassesWithoutToken(ref request) is true)
        {
            steps.Add("verdict", "allowed, without a token");
            return true;
        }

        if (policy?.Accepts is not { } accepts) return Deny(steps, policy is null ? DenyCause.NoPolicy : DenyCause.Denied);
        var verdict = accepts.Verify(ref request, now, steps);
        if (!verdict.IsAllowed && verdict.Cause is DenyCause.MissingToken)
        {
            if (!policy.PassesIfMissing(ref request)) return Deny(steps, accepts.WhyMissing(ref request));
            steps.Add("verdict", "allowed, without a token: the policy's Mode is Optional");
            return true;
        }

        var which = accepts.All is [_] ? "" : $" of the scheme {accepts.All[verdict.Scheme].Name}";
        if (verdict.Key is not { } signer) return Deny(steps, verdict.Cause, which);
        steps.Add("verdict", $"allowed, by the key {signer.Name}{which}");
        return true;
    }

    private static bool Deny(Explanation steps, DenyCause cause, string which = "")
    {
        steps.Add("cause", $"{cause.Code()}: {cause.Meaning()}");
        steps.Add("verdict", $"denied: {cause.Reason().Text()}{which}");
        return false;
    }
}
