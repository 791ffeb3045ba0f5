using System.Runtime.InteropServices;

namespace TokenAuthz.Signing.OpenSsl;

/// <summary>Functions of OpenSSL 3's libcrypto, which the platform loads for its own cryptography too. Names are OpenSSL's.</summary>
/// <remarks>
/// Why not the platform's classes: they have no Ed25519, their instances are not documented as safe to share between threads, a check
/// of ECDSA allocates a kilobyte, and one of RSA-2048 takes a fifth longer, because each makes a context of its own.
/// </remarks>
internal static unsafe partial class LibCrypto
{
    /// <summary>The file that the loader looks for.</summary>
    public const string FileName = "libcrypto.so.3";

    /// <summary>RSA_PKCS1_PADDING.</summary>
    public const int Pkcs1Padding = 1;

    /// <summary>RSA_PKCS1_PSS_PADDING.</summary>
    public const int PssPadding = 6;

    /// <summary>RSA_PSS_SALTLEN_DIGEST: the salt is as long as the digest.</summary>
    public const int SaltOfDigestLength = -1;

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial EvpKey d2i_PUBKEY(nint reuse, byte** der, CLong length);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial EvpKey d2i_AutoPrivateKey(nint reuse, byte** der, CLong length);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int i2d_PUBKEY(EvpKey key, byte** der);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void EVP_PKEY_free(nint key);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial EvpContext EVP_PKEY_CTX_new(EvpKey key, nint engine);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void EVP_PKEY_CTX_free(nint context);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_verify_init(EvpContext context);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_CTX_set_rsa_padding(EvpContext context, int padding);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_CTX_set_rsa_pss_saltlen(EvpContext context, int length);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_CTX_set_signature_md(EvpContext context, nint digest);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_verify(EvpContext context, byte* signature, nuint signatureLength, byte* hash, nuint hashLength);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_sign_init(EvpContext context);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_PKEY_sign(EvpContext context, byte* signature, nuint* signatureLength, byte* hash, nuint hashLength);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint EVP_MD_CTX_new();

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_DigestVerifyInit(nint context, nint result, nint digest, nint engine, EvpKey key);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_DigestVerify(
        nint context, byte* signature, nuint signatureLength, byte* message, nuint messageLength);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_DigestSignInit(nint context, nint result, nint digest, nint engine, EvpKey key);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int EVP_DigestSign(
        nint context, byte* signature, nuint* signatureLength, byte* message, nuint messageLength);

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint EVP_sha1();

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint EVP_sha256();

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint EVP_sha384();

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial nint EVP_sha512();

    [LibraryImport(FileName), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial void ERR_clear_error();
}
