using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Policies;

/// <summary>The settings of policies.</summary>
internal static class PolicySettings
{
    public static readonly Setting<string?> Name = Setting.Name(
        "Name", "The policy's name in metrics, logs and `x-auth-policy`.") with
    { IsRequired = true };

    public static readonly Setting<ImmutableArray<HostPattern>> Hosts = Setting.Strings(
        "Hosts",
        HostPattern.Parse,
        "Hosts without a port, in any case. `*.example.com` stands for exactly one label in front.") with
    { DefaultNote = "every host" };

    public static readonly Setting<ImmutableArray<PathPattern>> Paths = Setting.Strings(
        "Paths",
        PathPattern.Parse,
        "Each a prefix that ends where a segment does (`/video` covers `/video` and `/video/1`, not `/video-private`), an exact path " +
            "(`=/video`), or a glob (`*` is any text, slashes too, `?` is one character; at most 512 characters).") with
    {
        DefaultNote = "every path",
    };

    public static readonly Setting<ImmutableArray<byte[]>> Methods = Setting.Strings(
        "Methods", ParseMethod, "The methods as sent: `GET`.") with
    { DefaultNote = "every method", Pattern = "^[^a-z]+$" };

    public static readonly Setting<PolicyAction> Action = Setting.Choice(
        "Action", PolicyAction.Check, "`Check` asks for a token, `Allow` lets requests pass without one, `Deny` denies all requests.");

    public static readonly Setting<string?> Scheme = Setting.Text(
        "Scheme", "The signature format: one of `Schemes`, or a [preset](formats.md).") with
    { Default = PresetCatalog.Default.Name };

    public static readonly Setting<ImmutableArray<string>> Schemes = Setting.Strings(
        "Schemes",
        "In place of `Scheme`, several signature formats, at most 8: a token of any of them is enough. `sign` takes the first. See " +
            "[below](#several-schemes).");

    public static readonly Setting<ImmutableArray<string>> Keys = Setting.Strings(
        "Keys",
        "The ids of the keys that count. A scheme whose keys are hex or base64 needs keys that are. With `Schemes` each scheme takes the " +
            "keys that fit it.") with
    {
        DefaultNote = "every key",
    };

    public static readonly Setting<PolicyMode> Mode = Setting.Choice(
        "Mode",
        PolicyMode.Enforce,
        "`Shadow` lets requests pass that would be denied, logs them and counts them in `token_authz_shadow_disagreements_total`: try a " +
            "policy on real traffic, then enforce it. `Optional` lets requests without a token pass, and denies those with a wrong one; " +
            "see [below](#tokens-that-may-be-missing).");

    public static readonly Setting<bool> AllowPreflight = Setting.Bool(
        "AllowPreflight",
        "Lets a browser's CORS preflight pass: `OPTIONS` with `Origin` and `Access-Control-Request-Method`, both of which the gateway " +
            "has to forward.");

    public static readonly Setting<HandshakeMode> Handshake = Setting.Choice(
        "Handshake",
        HandshakeMode.Deny,
        "What happens to a webhook's [handshake](webhooks.md#handshakes), " +
            "the request by which a sender asks whether the receiver wants its " +
            "webhooks. `Answer`: the gateway answers, if it asks by gRPC or has the module. `Pass`: the application answers. `Deny`: as " +
            "every other request, it needs a token.");

    public static readonly Setting<string?> VerifyToken = Setting.Secret(
        "VerifyToken", "The text that a handshake has to repeat: what you told the sender when you registered the webhook.");

    public static readonly Setting<DenyBody> DenyBody = Setting.Choice(
        "Deny:Body",
        Engine.Policies.DenyBody.Text,
        "The body of a deny: `Text` is the reason in words, `Problem` is `application/problem+json` (RFC 9457).");

    public static readonly Setting<ImmutableArray<KeyValuePair<string, ImmutableArray<string>>>> DenyHeaders = Setting.StringsByName(
        "Deny:Headers",
        "Headers of each deny, such as `Retry-After`, beside `Cache-Control: no-store`, which every deny has. A list is joined by " +
            "commas. `WWW-Authenticate` replaces the challenge of a 401. At most 16.");

    public static readonly FrozenDictionary<DenyReason, Setting<int?>> DenyStatuses = DenyReasons.All.ToFrozenDictionary(
        reason => reason,
        reason => Setting.Number(
            $"Deny:Statuses:{reason.Code()}",
            400,
            499,
            $"`{DenyResponses.DefaultStatus}`",
            $"The HTTP status of this deny. {reason.Meaning()}"));

    public static readonly Setting<ImmutableArray<SettingsSection>> All = Setting.List(
        "Policies",
        [
            Name, Hosts, Paths, Methods, Action, Scheme, Schemes, Keys, Mode, AllowPreflight, Handshake, VerifyToken, DenyBody, DenyHeaders,
            .. DenyReasons.All.Select(reason => DenyStatuses[reason]),
        ],
        "Which requests need which token. The first policy that covers a request decides it; see [policies](policies.md).") with
    {
        DefaultNote = "one, named `default`, that covers every request",
    };

    // RFC 9110, section 9.1: methods are case-sensitive, and those that exist are in upper case.
    private static byte[] ParseMethod(string text) =>
        HeaderName.IsToken(text) && !text.Any(char.IsAsciiLetterLower)
            ? Encoding.ASCII.GetBytes(text)
            : throw new FormatException("write a method in upper case, such as GET");
}
