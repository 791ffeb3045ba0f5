using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Commands;

/// <summary>The options by which <c>sign</c> and <c>verify</c> describe a request, and the policy that decides it.</summary>
internal static class RequestOptions
{
    private static readonly Argument<string> UrlArgument =
        new("URL") { Description = "The URL as the client sends it, or its path and query alone." };

    private static readonly Option<string> MethodOption =
        new("--method", "-X") { Description = "The method.", HelpName = "METHOD", DefaultValueFactory = _ => "GET" };

    private static readonly Option<string[]> HeaderOption =
        new("--header", "-H") { Description = "A header, as in 'name: value'; may be repeated.", HelpName = "HEADER" };

    private static readonly Option<string> BodyOption =
        new("--data", "-d") { Description = "The body.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    private static readonly Option<string?> AddressOption =
        new("--client-address") { Description = "The client's address.", HelpName = "ADDRESS" };

    private static readonly Option<string?> PolicyOption =
        new("--policy") { Description = "The policy; by default the first that covers the request.", HelpName = "NAME" };

    private static readonly Option<string?> ListenerOption =
        new("--listener") { Description = "The listener whose policies decide; by default the first.", HelpName = "NAME" };

    private static readonly Option<string?> TimeOption =
        new("--at") { Description = "The time of the check, such as 2027-02-01T00:00:00Z; by default now.", HelpName = "INSTANT" };

    private static readonly Option[] Options =
        [MethodOption, HeaderOption, BodyOption, AddressOption, PolicyOption, ListenerOption, TimeOption];

    /// <summary>Adds the options to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Arguments.Add(UrlArgument);
        foreach (var option in Options) command.Options.Add(option);
    }

    public static string Method(ParseResult line) => line.GetRequiredValue(MethodOption);

    public static string Body(ParseResult line) => line.GetRequiredValue(BodyOption);

    public static CommandUrl Url(ParseResult line) => CommandUrl.Parse(line.GetRequiredValue(UrlArgument));

    public static DateTimeOffset Now(ParseResult line)
    {
        if (line.GetValue(TimeOption) is not { } text) return TimeProvider.System.GetUtcNow();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw new CommandException($"--at {text}: write an instant such as 2027-02-01T00:00:00Z");
    }

    public static ImmutableArray<KeyValuePair<string, string>> Headers(ParseResult line) =>
        [.. (line.GetValue(HeaderOption) ?? []).Select(ParseHeader)];

    /// <summary>The client's address as the line has it; null when there is none.</summary>
    public static string? AddressText(ParseResult line) => line.GetValue(AddressOption);

    public static ClientAddress Address(ParseResult line)
    {
        if (AddressText(line) is not { } text) return default;
        return ClientAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address)
            ? address
            : throw new CommandException($"--client-address {text}: write an address such as 192.0.2.1");
    }

    /// <summary>The request as a host would see it.</summary>
    public static CommandRequest Request(ParseResult line) => new(Url(line), Method(line), Headers(line), Body(line), Address(line));

    /// <summary>Reads the configuration, and finds the policy of the request; null when none covers it.</summary>
    public static Policy? Policy(ConfigurationSource source, ParseResult line)
    {
        var configuration = Load(source);
        var (snapshot, listener) = (configuration.Engine.Snapshot, Listener(line, configuration.Settings.Service.Listeners));
        foreach (var unit in configuration.State.Units)
            foreach (var error in unit.Errors) Console.Error.WriteLine($"token-authz: the unit {unit.Unit} does not load: {error}");
        foreach (var warning in snapshot.Warnings) Console.Error.WriteLine($"token-authz: warning: {warning}");
        var request = Request(line);
        if (line.GetValue(PolicyOption) is not { } name) return snapshot.Match(listener.Name, ref request);
        return snapshot.Policies.FirstOrDefault(policy => policy.Name == name)
            ?? throw NoSuch("--policy", name, "policy", snapshot.Policies.Select(policy => policy.Name));
    }

    /// <summary>Reads the configuration, and finds the listener.</summary>
    public static ListenerSettings Listener(ConfigurationSource source, ParseResult line) =>
        Listener(line, Load(source).Settings.Service.Listeners);

    private static HostConfiguration<CommandSettings> Load(ConfigurationSource source) =>
        HostConfiguration.Load(source with { IsServed = false }, CommandSettings.Read, TimeProvider.System);

    private static ListenerSettings Listener(ParseResult line, ImmutableArray<ListenerSettings> listeners)
    {
        if (line.GetValue(ListenerOption) is not { } name) return listeners[0];
        return listeners.FirstOrDefault(listener => listener.Name == name)
            ?? throw NoSuch("--listener", name, "listener", listeners.Select(listener => listener.Name));
    }

    private static CommandException NoSuch(string option, string name, string what, IEnumerable<string> known) =>
        new($"{option} {name}: there is no such {what}; there are {string.Join(", ", known)}");

    private static KeyValuePair<string, string> ParseHeader(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !HeaderName.IsToken(text.AsSpan(0, colon))) throw new CommandException("--header: write it as 'name: value'");
        return new(text[..colon], text[(colon + 1)..].Trim());
    }
}
