using TokenAuthz.Signing.OpenSsl;

namespace TokenAuthz.Signing.Keys;

/// <summary>Loads keys into OpenSSL, and says what to install where it is missing.</summary>
internal static class EvpKeys
{
    /// <summary>Loads SubjectPublicKeyInfo; null when OpenSSL refuses it.</summary>
    /// <exception cref="KeyFormatException">OpenSSL is missing.</exception>
    public static EvpKey? LoadPublic(ReadOnlySpan<byte> der)
    {
        try
        {
            return EvpKey.TryLoadPublic(der, out var key) ? key : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw IsMissing(e);
        }
    }

    /// <summary>Loads a private key; null when OpenSSL refuses it.</summary>
    /// <exception cref="KeyFormatException">OpenSSL is missing.</exception>
    public static EvpKey? LoadPair(ReadOnlySpan<byte> der)
    {
        try
        {
            return EvpKey.TryLoadPair(der, out var key) ? key : null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw IsMissing(e);
        }
    }

    private static KeyFormatException IsMissing(Exception e) => new(
        $"public keys need OpenSSL 3, and {LibCrypto.FileName} cannot be loaded: install it (Debian libssl3, Alpine libcrypto3)", e);
}
