using System.Security.Cryptography;
using System.Text;

namespace TokenAuthz.Testing;

/// <summary>Tokens made from the text of the contract, without the code under test.</summary>
internal static class Token
{
    /// <summary>The key of the environment Development.</summary>
    public const string Secret = "secret";

    /// <summary>A token that opens nothing.</summary>
    public const string Wrong = "00000000000000000000000000000000";

    /// <summary>The token of a raw target under the default scheme; a character is a byte (Latin-1).</summary>
#pragma warning disable CA5351 // The scheme is MD5.
    public static string Of(string target, string secret = Secret) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(target + secret)));
#pragma warning restore CA5351

    /// <summary>The header line with the right token of a target.</summary>
    public static string Line(string target, string secret = Secret) => $"token: {Of(target, secret)}\r\n";

    /// <summary>The header line of a GitHub webhook that signs a body; a character is a byte (Latin-1).</summary>
    public static string WebhookLine(string body, string secret = Secret) =>
        $"X-Hub-Signature-256: sha256={WebhookSignature(body, secret)}\r\n";

    /// <summary>The HMAC-SHA-256 of a text in hex; a character is a byte (Latin-1).</summary>
    public static string WebhookSignature(string text, string secret = Secret) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.Latin1.GetBytes(secret), Encoding.Latin1.GetBytes(text)));
}
