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




}
