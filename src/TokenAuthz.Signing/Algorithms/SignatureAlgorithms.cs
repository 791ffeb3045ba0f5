using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using static TokenAuthz.Signing.Algorithms.AlgorithmFamily;
using static TokenAuthz.Signing.Algorithms.SignatureAlgorithm;

namespace TokenAuthz.Signing.Algorithms;

/// <summary>The table of algorithms: family, kind of key, digest, and names in the standards.</summary>
public static class SignatureAlgorithms
{
    // Of draft-cavage-http-signatures: the key says the algorithm.
    private const string HiddenAlgorithm = "hs2019";

    private static readonly FrozenDictionary<SignatureAlgorithm, AlgorithmTraits> Table =
        new Dictionary<SignatureAlgorithm, AlgorithmTraits>
        {
            [SignatureAlgorithm.Md5] = new(AlgorithmFamily.Digest, KeyKind.SharedSecret, DigestAlgorithm.Md5),
            [Sha1] = new(AlgorithmFamily.Digest, KeyKind.SharedSecret, DigestAlgorithm.Sha1),
            [Sha256] = new(AlgorithmFamily.Digest, KeyKind.SharedSecret, DigestAlgorithm.Sha256),
            [Sha512] = new(AlgorithmFamily.Digest, KeyKind.SharedSecret, DigestAlgorithm.Sha512),
            [HmacMd5] = new(Hmac, KeyKind.SharedSecret, DigestAlgorithm.Md5),
            [HmacSha1] = new(Hmac, KeyKind.SharedSecret, DigestAlgorithm.Sha1) { CavageNames = ["hmac-sha1"] },
            [HmacSha256] = new(Hmac, KeyKind.SharedSecret, DigestAlgorithm.Sha256)
            {
                JoseNames = ["HS256"],
                HttpName = "hmac-sha256",
                CavageNames = ["hmac-sha256", HiddenAlgorithm],
            },
            [HmacSha384] = new(Hmac, KeyKind.SharedSecret, DigestAlgorithm.Sha384) { JoseNames = ["HS384"], CavageNames = ["hmac-sha384"] },
            [HmacSha512] = new(Hmac, KeyKind.SharedSecret, DigestAlgorithm.Sha512)
            {
                JoseNames = ["HS512"],
                CavageNames = ["hmac-sha512", HiddenAlgorithm],
            },
            [RsaSha1] = new(RsaPkcs1, KeyKind.Rsa, DigestAlgorithm.Sha1) { CavageNames = ["rsa-sha1"] },
            [RsaSha256] = new(RsaPkcs1, KeyKind.Rsa, DigestAlgorithm.Sha256)
            {
                JoseNames = ["RS256"],
                HttpName = "rsa-v1_5-sha256",
                CavageNames = ["rsa-sha256", HiddenAlgorithm],
            },
            [RsaSha384] = new(RsaPkcs1, KeyKind.Rsa, DigestAlgorithm.Sha384) { JoseNames = ["RS384"] },
            [RsaSha512] = new(RsaPkcs1, KeyKind.Rsa, DigestAlgorithm.Sha512)
            {
                JoseNames = ["RS512"],
                CavageNames = ["rsa-sha512", HiddenAlgorithm],
            },
            [RsaPssSha256] = new(RsaPss, KeyKind.Rsa, DigestAlgorithm.Sha256) { JoseNames = ["PS256"] },
            [RsaPssSha384] = new(RsaPss, KeyKind.Rsa, DigestAlgorithm.Sha384) { JoseNames = ["PS384"] },
            [RsaPssSha512] = new(RsaPss, KeyKind.Rsa, DigestAlgorithm.Sha512)
            {
                JoseNames = ["PS512"],
                HttpName = "rsa-pss-sha512",
                CavageNames = [HiddenAlgorithm],
            },
            [EcdsaP256Sha1] = new(Ecdsa, KeyKind.EcP256, DigestAlgorithm.Sha1),
            [EcdsaP256Sha256] = new(Ecdsa, KeyKind.EcP256, DigestAlgorithm.Sha256)
            {
                JoseNames = ["ES256"],
                HttpName = "ecdsa-p256-sha256",
                CavageNames = ["ecdsa-sha256", HiddenAlgorithm],
            },
            [EcdsaP384Sha384] = new(Ecdsa, KeyKind.EcP384, DigestAlgorithm.Sha384)
            {
                JoseNames = ["ES384"],
                HttpName = "ecdsa-p384-sha384",
            },
            [EcdsaP521Sha512] = new(Ecdsa, KeyKind.EcP521, DigestAlgorithm.Sha512) { JoseNames = ["ES512"] },
            [SignatureAlgorithm.Ed25519] = new(AlgorithmFamily.Ed25519, KeyKind.Ed25519)
            {
                JoseNames = ["EdDSA", "Ed25519"],
                HttpName = "ed25519",
                CavageNames = ["ed25519", HiddenAlgorithm],
            },
            [RsaOrEcdsaSha1] = new(ByKey, null),
            [RsaOrEcdsaSha256] = new(ByKey, null),
            [SignatureAlgorithm.Token] = new(AlgorithmFamily.Token, KeyKind.SharedSecret),
            [FromKey] = new(ByKey, null),
        }.ToFrozenDictionary();

    /// <summary>The kind of key that an algorithm needs; null where the key decides between algorithms.</summary>
    public static KeyKind? KindOfKey(this SignatureAlgorithm algorithm) => algorithm.Traits().Kind;

    /// <summary>What is known of an algorithm.</summary>
    internal static AlgorithmTraits Traits(this SignatureAlgorithm algorithm) => Table[algorithm];

    /// <summary>Whether the algorithm is made with the key, so that the message need not hold it.</summary>
    internal static bool IsKeyed(this SignatureAlgorithm algorithm) => algorithm.Traits().Family is not AlgorithmFamily.Digest;

    /// <summary>Whether a token may call the algorithm so. The name is compared, by case, and never chooses.</summary>
    internal static bool IsNamed(this SignatureAlgorithm algorithm, ReadOnlySpan<byte> name, AlgorithmNames names) => names switch
    {
        AlgorithmNames.Cavage => IsAmong(algorithm.Traits().CavageNames, name),
        AlgorithmNames.Http => algorithm.Traits().HttpName is { } own && Ascii.Equals(own, name),
        AlgorithmNames.Jose => IsAmong(algorithm.Traits().JoseNames, name),
        _ => throw new UnreachableException(),
    };

    /// <summary>The name of the algorithm in a standard; null when it has none there.</summary>
    internal static string? NameIn(this SignatureAlgorithm algorithm, AlgorithmNames names) => names switch
    {
        AlgorithmNames.Cavage => algorithm.Traits().CavageNames.FirstOrDefault(),
        AlgorithmNames.Http => algorithm.Traits().HttpName,
        AlgorithmNames.Jose => algorithm.Traits().JoseNames.FirstOrDefault(),
        _ => throw new UnreachableException(),
    };

    /// <summary>The algorithm of a name in JOSE; null for none.</summary>
    internal static SignatureAlgorithm? FromJose(string name)
    {
        foreach (var (algorithm, traits) in Table)
        {
            if (traits.JoseNames.Contains(name, StringComparer.Ordinal)) return algorithm;
        }

        return null;
    }

    private static bool IsAmong(string[] names, ReadOnlySpan<byte> name)
    {
        foreach (var own in names)
        {
            if (Ascii.Equals(own, name)) return true;
        }

        return false;
    }
}
