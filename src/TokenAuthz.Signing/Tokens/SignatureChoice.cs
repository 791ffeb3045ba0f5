using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Which of the signatures of RFC 9421 that a request carries are meant for a scheme.</summary>
/// <param name="Label">The label that a signature has to have; null for any.</param>
/// <param name="Tag">The parameter <c>tag</c> that a signature has to have, as its string is written; null for any.</param>
internal sealed record SignatureChoice(byte[]? Label, byte[]? Tag)
{
    /// <summary>The label of a signature that is made, where none is configured.</summary>
    public static ReadOnlySpan<byte> DefaultLabel => "sig1"u8;

    /// <summary>Whether a member of <c>Signature-Input</c> is meant.</summary>
    public bool Includes(ReadOnlySpan<byte> label, FieldMember member) =>
        (Label is null || label.SequenceEqual(Label)) && (Tag is null || HasTag(member.Parameters));

    // A tag that is there twice is denied with the other parameters.
    private bool HasTag(ReadOnlySpan<byte> parameters)
    {
        var reader = new ParameterReader(parameters);
        while (reader.TryTake(out var key, out var value))
        {
            if (key.SequenceEqual("tag"u8) && value.IsString(Tag)) return true;
        }

        return false;
    }
}
