using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TokenAuthz.Issuers.Harness;

/// <summary>Key pairs of this run, and one of RFC 8037, appendix A.1: .NET makes no Ed25519 keys.</summary>
internal static class TestKeys
{
    /// <summary>A shared secret of 64 bytes, as HS512 needs, in base64.</summary>
    public const string Secret = "NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NA==";

    public static RSA Rsa { get; } = RSA.Create(2048);

    public static ECDsa P256 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static ECDsa P384 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public static ECDsa P521 { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    public static Dictionary<string, string> Ed25519Jwk { get; } = new()
    {
        ["kty"] = "OKP",
        ["crv"] = "Ed25519",
        ["d"] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        ["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    };

    /// <summary>A key as libraries and configuration take it.</summary>
    /// <param name="algorithm">The algorithm in the words of JOSE or of RFC 9421.</param>
    /// <param name="isPrivate">Whether with the private part.</param>
    public static Dictionary<string, string> Jwk(string algorithm, bool isPrivate) => algorithm switch
    {
        _ when algorithm.StartsWith("HS", StringComparison.Ordinal) || algorithm.StartsWith("hmac", StringComparison.Ordinal) =>
            new() { ["kty"] = "oct", ["k"] = Base64Url.EncodeToString(Convert.FromBase64String(Secret)) },
        "EdDSA" or "ed25519" => isPrivate ? Ed25519Jwk : Without(Ed25519Jwk, "d"),
        "ES256" or "ecdsa-p256-sha256" => Ec(P256, "P-256", isPrivate),
        "ES384" or "ecdsa-p384-sha384" => Ec(P384, "P-384", isPrivate),
        "ES512" => Ec(P521, "P-521", isPrivate),
        _ => RsaJwk(isPrivate),
    };

    /// <summary>The thumbprint of a public key (RFC 7638).</summary>
    public static string Thumbprint(string algorithm)
    {
        var members = Jwk(algorithm, isPrivate: false).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"\"{member.Key}\":\"{member.Value}\"");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}")));
    }

    private static Dictionary<string, string> Ec(ECDsa key, string curve, bool isPrivate)
    {
        var parameters = key.ExportParameters(isPrivate);
        return new(Members(("x", parameters.Q.X), ("y", parameters.Q.Y), ("d", parameters.D))) { ["kty"] = "EC", ["crv"] = curve };
    }

    private static Dictionary<string, string> RsaJwk(bool isPrivate)
    {
        var key = Rsa.ExportParameters(isPrivate);
        var members = Members(
            ("n", key.Modulus), ("e", key.Exponent), ("d", key.D), ("p", key.P), ("q", key.Q), ("dp", key.DP), ("dq", key.DQ),
            ("qi", key.InverseQ));
        return new(members) { ["kty"] = "RSA" };
    }

    private static IEnumerable<KeyValuePair<string, string>> Members(params (string Name, byte[]? Value)[] members) =>
        members.Where(member => member.Value is not null)
            .Select(member => KeyValuePair.Create(member.Name, Base64Url.EncodeToString(member.Value!)));

    private static Dictionary<string, string> Without(Dictionary<string, string> jwk, string name) =>
        jwk.Where(member => member.Key != name).ToDictionary();
}
