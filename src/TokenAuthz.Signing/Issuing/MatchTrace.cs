using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Signing.Issuing;

/// <summary>Remembers whether a key gave the signature of a token, which a check that is denied for its time does not tell.</summary>
internal sealed class MatchTrace : IVerifyTrace
{
    public bool IsSigned { get; private set; }

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch) => IsSigned |= isMatch;



}
