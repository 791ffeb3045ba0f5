using Microsoft.Win32.SafeHandles;

namespace TokenAuthz.Signing.OpenSsl;

/// <summary>An EVP_MD_CTX: signs or verifies one message in one step. Of one thread at a time.</summary>
internal sealed class EvpDigestContext() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.EVP_MD_CTX_free(handle);
        return true;
    }
}
