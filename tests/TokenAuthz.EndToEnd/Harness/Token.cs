using System.Security.Cryptography;
using System.Text;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The default scheme as the contract states it, told apart from the service's own code.</summary>
internal static class Token
{
    public const string Secret = "secret";

    /// <summary>A token that opens nothing.</summary>
    public const string Wrong = "00000000000000000000000000000000";

    /// <summary>The token of a raw target, whose characters are one byte each.</summary>
#pragma warning disable CA5351 // MD5 is what the scheme is.
    public static string Of(string target, string secret = Secret) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(target + secret)));
#pragma warning restore CA5351
}
