using System.CommandLine;
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
        var steps = new Explanation();
        steps.Add("policy", policy is null ? "none covers the request" : Describe(policy));
        var isAllowed = Explain(line, policy, steps);
        await Console.Out.WriteAsync(steps.ToString());
        return isAllowed ? 0 : 1;
    }

    private static string Describe(Policy policy) =>
        $"{policy.Name}: {policy.Action}" + (policy.Mode is PolicyMode.Shadow ? ", in shadow: what it denies passes" : "");

    private static bool Explain(ParseResult line, Policy? policy, Explanation steps)
    {
        var request = RequestOptions.Request(line);
        if (!RequestHost.IsWellFormed(request.Host))
        {
            steps.Add("verdict", $"denied: {DenyReason.BadRequest.Text()}, as the host can be read in more than one way");
            return false;
        }

        if (policy?.PassesWithoutToken(ref request) is true)
        {
            steps.Add("verdict", "allowed, without a token");
            return true;
        }

        if (policy?.Scheme is not { } scheme || policy.Keys is not { } keys)
        {
            steps.Add("verdict", $"denied: {DenyReason.NoPolicy.Text()}");
            return false;
        }

        var now = RequestOptions.Now(line);
        steps.Add("scheme", $"{scheme.Name} {scheme.Definition.Description}");
        foreach (var place in scheme.Places) steps.Add("looked for", place);
        foreach (var key in keys.Keys.Where(key => !key.IsValidAt(now))) steps.Add("key", $"{key.Id} does not hold at {now:u}");
        var verdict = scheme.Verify(ref request, keys, now, steps);
        steps.Add("verdict", verdict.IsAllowed ? $"allowed, by the key {verdict.Key!.Id}" : $"denied: {verdict.Reason.Text()}");
        return verdict.IsAllowed;
    }
}
