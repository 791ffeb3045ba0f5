using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Keeps the signature that a check reads from the request.</summary>
internal sealed class FieldTrace : IVerifyTrace
{
    public byte[] Signature { get; private set; } = [];

    public void Field(string name, ReadOnlySpan<byte> value)
    {
        // A signature in a list may be escaped: {signature} is how the request has it.
        if (name == "signature" || (name == "sig" && Signature.Length == 0)) Signature = value.ToArray();
    }




}
