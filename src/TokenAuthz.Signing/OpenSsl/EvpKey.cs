using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenAuthz.Signing.OpenSsl;

/// <summary>An EVP_PKEY: a public key or a key pair in OpenSSL. Immutable, and safe to share between threads.</summary>
internal sealed unsafe class EvpKey() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>Loads a public key; false when it is malformed, or a point that is not on its curve.</summary>
    /// <param name="subjectPublicKeyInfo">SubjectPublicKeyInfo in DER (RFC 5280, section 4.1).</param>
    /// <exception cref="DllNotFoundException">OpenSSL 3 is not installed.</exception>
    public static bool TryLoadPublic(ReadOnlySpan<byte> subjectPublicKeyInfo, [NotNullWhen(true)] out EvpKey? key)
    {
        fixed (byte* der = subjectPublicKeyInfo)
        {
            var end = der;
            key = OrNull(LibCrypto.d2i_PUBKEY(0, &end, new CLong(subjectPublicKeyInfo.Length)), end, der, subjectPublicKeyInfo.Length);
            return key is not null;
        }
    }

    /// <summary>Loads a key pair; false when it is malformed.</summary>
    /// <param name="privateKey">PKCS#8 without a password, PKCS#1 or SEC 1, in DER.</param>
    /// <exception cref="DllNotFoundException">OpenSSL 3 is not installed.</exception>
    public static bool TryLoadPair(ReadOnlySpan<byte> privateKey, [NotNullWhen(true)] out EvpKey? key)
    {
        fixed (byte* der = privateKey)
        {
            var end = der;
            key = OrNull(LibCrypto.d2i_AutoPrivateKey(0, &end, new CLong(privateKey.Length)), end, der, privateKey.Length);
            return key is not null;
        }
    }

    /// <summary>The public key as SubjectPublicKeyInfo in DER; empty when it has no such form.</summary>
    public byte[] ExportPublic()
    {
        var der = new byte[Math.Max(0, LibCrypto.i2d_PUBKEY(this, null))];
        LibCrypto.ERR_clear_error();
        if (der.Length == 0) return der;
        fixed (byte* begin = der)
        {
            var end = begin;
            _ = LibCrypto.i2d_PUBKEY(this, &end);
        }

        return der;
    }

    /// <summary>Whether a signature is that of a message, for kinds of keys that sign the message itself.</summary>
    public bool VerifyMessage(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // No object holds the context, so that a check allocates nothing.
        var context = LibCrypto.EVP_MD_CTX_new();
        bool isRight;
        fixed (byte* messageBytes = message, signatureBytes = signature)
        {
            isRight = context != 0
                && LibCrypto.EVP_DigestVerifyInit(context, 0, 0, 0, this) == 1
                && LibCrypto.EVP_DigestVerify(
                    context, signatureBytes, (nuint)signature.Length, messageBytes, (nuint)message.Length) == 1;
        }

        LibCrypto.EVP_MD_CTX_free(context);
        if (!isRight) LibCrypto.ERR_clear_error();
        return isRight;
    }

    /// <summary>Signs a message, for kinds of keys that sign the message itself.</summary>
    /// <param name="signature">Room for the signature.</param>
    /// <returns>How many bytes were written.</returns>
    public int SignMessage(ReadOnlySpan<byte> message, Span<byte> signature)
    {
        var context = LibCrypto.EVP_MD_CTX_new();
        var length = (nuint)signature.Length;
        bool isSigned;
        fixed (byte* messageBytes = message, signatureBytes = signature)
        {
            isSigned = context != 0
                && LibCrypto.EVP_DigestSignInit(context, 0, 0, 0, this) == 1
                && LibCrypto.EVP_DigestSign(context, signatureBytes, &length, messageBytes, (nuint)message.Length) == 1;
        }

        LibCrypto.EVP_MD_CTX_free(context);
        if (isSigned) return (int)length;
        LibCrypto.ERR_clear_error();
        throw CannotSign();
    }

    /// <summary>Signs a digest with RSA or ECDSA.</summary>
    /// <param name="padding">How RSA pads.</param>
    /// <param name="digest">The EVP_MD of RSA; not used with other kinds.</param>
    /// <param name="hash">The digest.</param>
    /// <param name="signature">Room for the signature; ECDSA writes it in DER.</param>
    /// <returns>How many bytes were written.</returns>
    public int SignHash(RsaPadding padding, nint digest, ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        using var context = CreateContext(padding, digest, signs: true) ?? throw CannotSign();
        var length = (nuint)signature.Length;
        fixed (byte* hashBytes = hash, signatureBytes = signature)
        {
            if (LibCrypto.EVP_PKEY_sign(context, signatureBytes, &length, hashBytes, (nuint)hash.Length) == 1) return (int)length;
        }

        LibCrypto.ERR_clear_error();
        throw CannotSign();
    }

    /// <summary>Makes the key ready to verify or sign digests; null when OpenSSL does not do it with this key.</summary>
    /// <param name="padding">How RSA pads.</param>
    /// <param name="digest">The EVP_MD of RSA; not used with other kinds.</param>
    /// <param name="signs">Whether to sign.</param>
    public EvpContext? CreateContext(RsaPadding padding, nint digest, bool signs = false)
    {
        var context = LibCrypto.EVP_PKEY_CTX_new(this, 0);
        var isReady = !context.IsInvalid
            && (signs ? LibCrypto.EVP_PKEY_sign_init(context) : LibCrypto.EVP_PKEY_verify_init(context)) == 1
            && (padding is RsaPadding.None
                || (LibCrypto.EVP_PKEY_CTX_set_rsa_padding(
                        context, padding is RsaPadding.Pss ? LibCrypto.PssPadding : LibCrypto.Pkcs1Padding) == 1
                    && LibCrypto.EVP_PKEY_CTX_set_signature_md(context, digest) == 1
                    && (padding is not RsaPadding.Pss
                        || LibCrypto.EVP_PKEY_CTX_set_rsa_pss_saltlen(context, LibCrypto.SaltOfDigestLength) == 1)));
        if (isReady) return context;
        context.Dispose();
        LibCrypto.ERR_clear_error();
        return null;
    }

    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_free(handle);
        return true;
    }

    private static NotSupportedException CannotSign() => new("OpenSSL cannot sign so with this key.");

    // Bytes behind a key are not read by OpenSSL, and would not be part of what it was thought to be.
    private static EvpKey? OrNull(EvpKey key, byte* end, byte* begin, int length)
    {
        if (!key.IsInvalid && end - begin == length) return key;
        key.Dispose();
        LibCrypto.ERR_clear_error();
        return null;
    }
}
