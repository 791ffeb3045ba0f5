using System.Text;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Keeps the signature that a check reads from the request, as it stands there.</summary>
internal sealed class FieldTrace : IVerifyTrace
{
    private byte[] _content = [];

    public byte[] Signature { get; private set; } = [];

    public void Field(string name, ReadOnlySpan<byte> value)
    {
        // A signature in a list may be escaped: {signature} is how the request has it. A binary one is read from {content}.
        if (name == "content") _content = value.ToArray();
        if (name == "signature" || (name == "sig" && Signature.Length == 0)) Signature = Ascii.IsValid(value) ? value.ToArray() : _content;
    }
}
