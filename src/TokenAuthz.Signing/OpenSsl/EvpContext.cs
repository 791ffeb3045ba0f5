using Microsoft.Win32.SafeHandles;

namespace TokenAuthz.Signing.OpenSsl;

/// <summary>An EVP_PKEY_CTX: a key, made ready for one operation. Of one thread at a time.</summary>
internal sealed class EvpContext() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_PKEY_CTX_free(handle);
        return true;
    }
}
