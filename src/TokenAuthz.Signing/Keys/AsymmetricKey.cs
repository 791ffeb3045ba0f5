using System.Collections.Concurrent;
using System.Security.Cryptography;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.OpenSsl;

namespace TokenAuthz.Signing.Keys;

/// <summary>A public key, or a key pair that can sign too. Safe to share. Needs OpenSSL 3 (<c>libcrypto.so.3</c>).</summary>
public sealed class AsymmetricKey : KeyMaterial
{
    private const int FingerprintLength = 16;

    private readonly byte[] _publicKey;
    private readonly ConcurrentDictionary<(RsaPadding, DigestAlgorithm), EvpContexts> _contexts = [];

    private AsymmetricKey(EvpKey evp, byte[] publicKey, PublicKeyInfo info, bool canSign)
        : base(info.Kind, info.Bits)
    {
        Evp = evp;
        CanSign = canSign;
        _publicKey = publicKey;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(publicKey))[..FingerprintLength];
    }

    /// <summary>The public key as SubjectPublicKeyInfo in DER (RFC 5280, section 4.1).</summary>
    public ReadOnlySpan<byte> PublicKey => _publicKey;

    /// <summary>The first 16 hex digits of the SHA-256 of <see cref="PublicKey"/>, by which people tell keys apart.</summary>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public override bool CanSign { get; }

    internal EvpKey Evp { get; }

    /// <summary>What verifies with the key.</summary>
    internal EvpContexts Contexts(RsaPadding padding, DigestAlgorithm digest) =>
        _contexts.TryGetValue((padding, digest), out var contexts)
            ? contexts
            : _contexts.GetOrAdd((padding, digest), new EvpContexts(Evp, padding, EvpDigests.Of(digest)));


    /// <summary>Reads a public key.</summary>
    /// <param name="der">SubjectPublicKeyInfo in DER, which PEM calls <c>PUBLIC KEY</c>.</param>
    /// <param name="allowShortRsa">Accepts RSA keys of 1024 to 2047 bits, for tests.</param>
    /// <exception cref="KeyFormatException">The key is malformed, not of a supported kind and size, or OpenSSL is missing.</exception>
    public static AsymmetricKey FromPublicKey(ReadOnlySpan<byte> der, bool allowShortRsa = false)
    {
        var info = PublicKeyInfo.Read(der, allowShortRsa);
        var evp = EvpKeys.LoadPublic(der)
            ?? throw new KeyFormatException("the public key is damaged, or no point of its curve: export it anew");
        return new(evp, evp.ExportPublic(), info, canSign: false);
    }

    /// <summary>Reads a key pair.</summary>
    /// <param name="der">
    /// In DER: PKCS#8 without a password, PKCS#1 or SEC 1, which PEM calls <c>PRIVATE KEY</c>, <c>RSA PRIVATE KEY</c> and
    /// <c>EC PRIVATE KEY</c>.
    /// </param>
    /// <param name="allowShortRsa">Accepts RSA keys of 1024 to 2047 bits, for tests.</param>
    /// <exception cref="KeyFormatException">The key is malformed, not of a supported kind and size, or OpenSSL is missing.</exception>
    public static AsymmetricKey FromPrivateKey(ReadOnlySpan<byte> der, bool allowShortRsa = false)
    {
        var evp = EvpKeys.LoadPair(der)
            ?? throw new KeyFormatException("the private key is damaged, or of a kind that OpenSSL does not know: export it anew");
        var publicKey = evp.ExportPublic();
        return new(evp, publicKey, PublicKeyInfo.Read(publicKey, allowShortRsa), canSign: true);
    }
}
