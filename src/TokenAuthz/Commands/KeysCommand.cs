using System.CommandLine;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz keys</c>: what is asked of running services about their keys.</summary>
internal static class KeysCommand
{
    private static readonly Argument<string[]> KeysArgument = new("KEY")
    {
        Description = "The id of a key, or the fingerprint of a public key, as `check-config` shows it.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string[]> AtOption = new("--at")
    {
        Description = "The admin port of the replicas, such as http://token-authz-headless:8081. Of a name with several addresses each " +
            "is asked, and the name is looked up again each time. May be given several times.",
        HelpName = "URL",
        Required = true,
    };

    private static readonly Option<double> TimeoutOption = new("--timeout")
    {
        Description = "How long to wait, in seconds.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 180,
    };

    private static readonly Option<int> ReplicasOption = new("--replicas")
    {
        Description = "How many replicas have to answer at least.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Command Create()
    {
        var wait = new Command("wait", "Wait until every replica has the keys in force: exit code 0, or 1 when the time is over.");
        wait.Arguments.Add(KeysArgument);
        wait.Options.Add(AtOption);
        wait.Options.Add(ReplicasOption);
        wait.Options.Add(TimeoutOption);
        ClientCertificateOptions.AddTo(wait);
        return new("keys", "Ask running services about their keys.") { TokenAuthzCommand.Complete(wait, WaitAsync) };
    }

    private static async Task<int> WaitAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        using var certificate = ClientCertificateOptions.Read(line);
        using var client = AdminClient.Create(certificate);
        var replicas = new Replicas(client, [.. line.GetRequiredValue(AtOption).Select(url => AdminClient.Parse(AtOption.Name, url))]);
        var (keys, least) = (line.GetRequiredValue(KeysArgument), line.GetValue(ReplicasOption));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(Math.Clamp(line.GetValue(TimeoutOption), 0, TimeSpan.FromDays(1).TotalSeconds)));
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            var answers = await replicas.AskAsync(cancellation);
            var lacking = answers.Select(answer => answer.WhatLacks(keys)).OfType<string>().ToList();
            if (lacking.Count == 0 && answers.Length >= least)
            {
                await Console.Out.WriteLineAsync($"Every replica has {string.Join(", ", keys)}: {ReplicaAnswer.NamesOf(answers)}");
                return 0;
            }

            if (!await IsOverAsync(timer, limit.Token, cancellation)) continue;
            if (answers.Length < least) lacking.Add($"{answers.Length} replicas answer at {AtOption.Name}, fewer than {least}");
            foreach (var reason in lacking) await Console.Error.WriteLineAsync($"token-authz: {reason}.");
            return 1;
        }
    }

    private static async Task<bool> IsOverAsync(PeriodicTimer timer, CancellationToken limit, CancellationToken cancellation)
    {
        try
        {
            return !await timer.WaitForNextTickAsync(limit);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return true;
        }
    }
}
