using System.Text;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Keeps the key id and the message of a check, to show them when a vector fails.</summary>
internal sealed class VectorTrace : IVerifyTrace
{
    /// <summary>The id of the key that the token names.</summary>
    public string? KeyId { get; private set; }

    /// <summary>The signatures, as they stand in the token or decoded.</summary>
    public List<string> Signatures { get; } = [];

    /// <summary>The message whose signature matched, or the last that did not, with its key masked.</summary>
    public string? Signed { get; private set; }

    public void Field(string name, ReadOnlySpan<byte> value)
    {
        if (name == "kid") KeyId = Encoding.UTF8.GetString(value);
        if (name is "sig" or "signature") Signatures.Add(Encoding.Latin1.GetString(value));
    }

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch) => Signed = Encoding.UTF8.GetString(message);


}
