using System.Globalization;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Formats;

/// <summary>What a check of an example's request says.</summary>
internal sealed class ExampleTrace : IVerifyTrace
{
    private string _signature = "";

    /// <summary>The message, with the key masked.</summary>
    public string Signed { get; private set; } = "";

    /// <summary>The last second at which the token is valid; null when it never expires.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>Whether the key signed the message.</summary>
    public bool IsMatch { get; private set; }

    /// <summary>A request without its signature, which may be another one each time.</summary>
    public string Without(string request) => _signature.Length == 0 ? request : request.Replace(_signature, "", StringComparison.Ordinal);

    /// <summary>A text on one line.</summary>
    public static string Escape(string text) => string.Concat(text.Select(c => c switch
    {
        '\n' => "\\n",
        < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
        _ => c.ToString(),
    }));

    public void Field(string name, ReadOnlySpan<byte> value)
    {
        if (name == "sig") _signature = Encoding.Latin1.GetString(value);
    }

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
    {
        if (IsMatch) return;
        IsMatch = isMatch;
        Signed = Escape(Encoding.Latin1.GetString(message));
    }

    public void Time(DenyReason? reason, long until) =>
        Until = until is 0 or long.MaxValue ? null : DateTimeOffset.FromUnixTimeSeconds(until);
}
