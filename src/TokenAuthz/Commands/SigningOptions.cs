using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Commands;

/// <summary>The options by which <c>sign</c> and <c>probe</c> describe a request and the token to make for it.</summary>
internal static class SigningOptions
{
    private static readonly Option<string?> KeyOption =
        new("--key") { Description = "The id of the key; by default the first that is valid.", HelpName = "ID" };

    private static readonly Option<string?> SchemeOption =
        new("--scheme") { Description = "The scheme, where the policy has several; by default the first.", HelpName = "NAME" };

    private static readonly Option<string?> TtlOption =
        new("--ttl") { Description = "How long the token is valid, as hh:mm:ss; by default the scheme's Ttl.", HelpName = "TIME" };

    private static readonly Option<string?> FormOption =
        new("--form") { Description = "The form of the token, where the scheme has several; by default the first.", HelpName = "NAME" };

    private static readonly Option<string[]> FieldOption =
        new("--field") { Description = "A free field of the token, as in acl=/video/*; may be repeated.", HelpName = "NAME=VALUE" };

    /// <summary>Adds the options to a command, those of the request as well.</summary>
    public static void AddTo(Command command)
    {
        RequestOptions.AddTo(command);
        foreach (var option in (Option[])[SchemeOption, KeyOption, TtlOption, FormOption, FieldOption]) command.Options.Add(option);
    }

    /// <summary>Signs the request by its policy.</summary>
    public static SignedRequest Sign(ConfigurationSource source, ParseResult line)
    {
        var (url, now) = (RequestOptions.Url(line), RequestOptions.Now(line));
        if (RequestOptions.Policy(source, line) is not { } policy)
            throw new CommandException("no policy covers this request; name one with --policy");
        var (scheme, keys) = FindScheme(line, policy);

        var unsigned = new UnsignedRequest
        {
            Method = RequestOptions.Method(line),
            UrlScheme = url.Scheme,
            Host = url.Host,
            Target = url.Target,
            Headers = Once("--header", RequestOptions.Headers(line), StringComparer.OrdinalIgnoreCase),
            Body = Encoding.UTF8.GetBytes(RequestOptions.Body(line)),
            ClientAddress = RequestOptions.Address(line),
            Lifetime = line.GetValue(TtlOption) is { } ttl ? ParseTtl(ttl) : null,
            Form = line.GetValue(FormOption),
            Fields = Once("--field", (line.GetValue(FieldOption) ?? []).Select(ParseField), StringComparer.Ordinal),
        };
        try
        {
            return scheme.Sign(unsigned, FindKey(line, policy, keys, now), now);
        }
        catch (SchemeException e)
        {
            throw new CommandException(e.Message + Advice(e));
        }
    }

    // The library does not know the options of the command line.
    private static string Advice(SchemeException e) => e.Setting switch
    {
        nameof(UnsignedRequest.ClientAddress) => ": name it with --client-address",
        nameof(UnsignedRequest.Form) => ": name it with --form",
        nameof(UnsignedRequest.Headers) => ": name it with --header",
        _ => "",
    };

    private static AcceptedScheme FindScheme(ParseResult line, Policy policy)
    {
        if (policy.Accepts is not { } accepts)
            throw new CommandException($"the policy {policy.Name} asks for no token; name another with --policy");
        if (line.GetValue(SchemeOption) is not { } name) return accepts.All[0];
        return accepts.All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"--scheme {name}: the policy {policy.Name} has the schemes {accepts.Names}");
    }

    private static Key FindKey(ParseResult line, Policy policy, KeyRing keys, DateTimeOffset now)
    {
        if (line.GetValue(KeyOption) is { } id)
        {
            return keys.Keys.FirstOrDefault(key => key.Id == id)
                ?? throw new CommandException($"--key {id}: the policy {policy.Name} has the keys {string.Join(", ", keys.Keys)}");
        }

        return keys.TryGetSigningKey(now, out var key)
            ? key
            : throw new CommandException("no key is valid at this time; see NotBefore and NotAfter of TokenAuthz:Keys");
    }

    // A colon is required, because "30" alone would be 30 days.
    private static TimeSpan ParseTtl(string text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var ttl)
        && text.Contains(':', StringComparison.Ordinal)
        && ttl >= TimeSpan.FromSeconds(1)
            ? ttl
            : throw new CommandException($"--ttl {text}: write a time as hh:mm:ss, at least 00:00:01");

    private static ImmutableDictionary<string, string> Once(
        string option, IEnumerable<KeyValuePair<string, string>> pairs, StringComparer comparer)
    {
        var named = pairs.ToLookup(pair => pair.Key, pair => pair.Value, comparer);
        return named.FirstOrDefault(values => values.Count() > 1) is { Key: var twice }
            ? throw new CommandException($"{option} {twice}: it is there twice, which no token can be made for")
            : named.ToImmutableDictionary(values => values.Key, values => values.Single(), comparer);
    }

    private static KeyValuePair<string, string> ParseField(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? new(name, value)
            : throw new CommandException($"--field {text}: write it as NAME=VALUE");
}
