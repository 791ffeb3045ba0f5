using TokenAuthz.Signing;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Keeps the signature that a check reads from the request.</summary>
internal sealed class FieldTrace : IVerifyTrace
{
    public byte[] Signature { get; private set; } = [];

    public void Field(string name, ReadOnlySpan<byte> value)
    {
        if (name == "sig") Signature = value.ToArray();
    }

    public void Text(string name, ReadOnlySpan<byte> text)
    {
    }

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
    {
    }

    public void Time(DenyReason? reason, long until)
    {
    }

    public void Requirement(string field, bool isMet)
    {
    }

    public void Body(bool isSigned)
    {
    }

    public void Scope(bool isIncluded)
    {
    }
}
