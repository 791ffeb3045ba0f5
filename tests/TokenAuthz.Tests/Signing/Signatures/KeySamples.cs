using System.Collections.Immutable;
using System.Security.Cryptography;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Signatures;

/// <summary>Key pairs of each kind, made once for a run.</summary>
internal static class KeySamples
{
    public static Key Secret { get; } = new("secret", "an-example-of-a-key-of-32-bytes."u8);

    public static Key Rsa { get; } = Pair("rsa", RSA.Create(2048));

    public static Key P256 { get; } = Pair("p256", ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static Key P384 { get; } = Pair("p384", ECDsa.Create(ECCurve.NamedCurves.nistP384));

    public static Key P521 { get; } = Pair("p521", ECDsa.Create(ECCurve.NamedCurves.nistP521));

    // RFC 8032, section 7.1, test 1.
    public static Key Ed25519 { get; } = new(
        "ed25519",
        AsymmetricKey.FromPrivateKey(
            Convert.FromHexString("302e020100300506032b657004220420" +
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")));

    public static ImmutableArray<Key> All { get; } =
    [
        Secret, new("other-secret", "another-example-of-32-bytes-long"u8), Rsa, Pair("other-rsa", RSA.Create(3072)),
        P256, Pair("other-p256", ECDsa.Create(ECCurve.NamedCurves.nistP256)), P384, P521, Ed25519,
    ];

    private static Key Pair(string id, AsymmetricAlgorithm algorithm)
    {
        using (algorithm) return new(id, AsymmetricKey.FromPrivateKey(algorithm.ExportPkcs8PrivateKey()));
    }
}
