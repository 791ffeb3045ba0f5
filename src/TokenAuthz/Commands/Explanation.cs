using System.Globalization;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Commands;

/// <summary>The steps of a check as lines for people.</summary>
/// <param name="now">The time of the check.</param>
internal sealed class Explanation(DateTimeOffset now) : IVerifyTrace
{
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly StringBuilder _lines = new();

    /// <summary>Adds a line.</summary>
    public void Add(string step, string text) => _lines.Append(step.PadRight(12)).Append(text).Append('\n');

    public void Scheme(AcceptedScheme scheme)
    {
        Add("scheme", $"{scheme.Name} {scheme.Scheme.Definition.Description}");
        foreach (var place in scheme.Scheme.Places) Add("looked for", place);
        foreach (var key in scheme.Keys.Keys.Where(key => !key.IsValidAt(now))) Add("key", $"{key.Name} does not hold at {now:u}");
    }

    public void SecondToken(AcceptedScheme scheme) => Add("scheme", $"the request has a token of another scheme than {scheme.Name} too");

    public void Field(string name, ReadOnlySpan<byte> value) => Add("found", $"{name} = {Escape(value)}");

    public void Text(string name, ReadOnlySpan<byte> text) => Add("text", $"{name} = {Escape(text)}");

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
    {
        Add("signed", Escape(message));
        Add("", $"with the key {keyId}: {(isMatch ? "gives the token" : "gives another token")}");
    }

    public void Time(DenyReason? reason, long until) => Add("time", (reason, until) switch
    {
        (DenyReason.InvalidToken, _) => "a time of the token is ill-formed, or missing",
        (DenyReason.EndsTooLate, _) => $"the token holds until {Instant(until)}, which is later than Horizon or MaxLifetime allows",
        ({ } late, _) => late.Text(),
        (_, 0 or long.MaxValue) => "the token does not end",
        _ => $"the token holds until {Instant(until)}",
    });

    public void Requirement(string field, bool isMet) =>
        Add("required", isMet ? $"{field} is what the scheme requires" : $"{field} is not what the scheme requires");

    public void Body(bool isSigned) =>
        Add("body", isSigned ? "has the digest that is signed" : "has not the digest that is signed in content-digest");

    public void Scope(bool isIncluded) => Add("scope", isIncluded
        ? "the token covers the request"
        : "the token is for another path, host or client, or restricts what the scheme cannot judge");

    public override string ToString() => _lines.ToString();

    private static string Instant(long seconds) => seconds > LastSecond
        ? "after the year 9999"
        : DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("u", CultureInfo.InvariantCulture);

    private static string Escape(ReadOnlySpan<byte> bytes) => string.Concat(Encoding.Latin1.GetString(bytes).Select(c => c switch
    {
        '\n' => "\\n",
        < ' ' or > '~' => $"\\x{(int)c:x2}",
        _ => c.ToString(),
    }));
}
