using System.Buffers.Text;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Signing.Jwt;

/// <summary>Writes JWTs part by part, as an attacker can.</summary>
internal static class Jws
{
    /// <summary>The clock of the tests.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>Claims that hold.</summary>
    public const string Claims = """{"exp":1800000600}""";

    /// <summary>Signs a header and claims with an algorithm, whatever the header says.</summary>
    public static string Sign(string header, string claims, SignatureAlgorithm algorithm, Key key) =>
        Sign($"{Encode(header)}.{Encode(claims)}", algorithm, key);

    /// <summary>Signs two parts that are encoded already.</summary>
    public static string Sign(string parts, SignatureAlgorithm algorithm, Key key)
    {
        var method = SignatureMethod.Of(algorithm);
        var signature = new byte[method.Size];
        var length = method.Sign(key, Encoding.ASCII.GetBytes(parts), signature);
        return $"{parts}.{Base64Url.EncodeToString(signature.AsSpan(0, length))}";
    }

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>A request with a token.</summary>
    public static TestRequest Request(string token) => new("/") { Headers = [new("authorization", $"Bearer {token}")] };
}
