using System.Collections.Immutable;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// The bytes of a signature in <c>Signature</c> (RFC 9421, section 4.2), a dictionary that has the labels of <c>Signature-Input</c>:
/// <c>{label}=:{sig}:</c>.
/// </summary>
/// <param name="label">The field with the signature's label, which is read before.</param>
/// <param name="signature">The field with the signature, in base64.</param>
/// <param name="choice">Which signatures are meant.</param>
internal sealed class SignatureCodec(int label, int signature, SignatureChoice choice) : ITokenCodec
{
    private const int MaxLength = 8192;

    public ImmutableArray<ItemField> Fields { get; } = [new([], signature, IsRequired: true)];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        if (text.Length > MaxLength || !DictionaryReader.TryFind(text, values[label], out var member)) return false;
        if (member is not { IsInnerList: false, Item.Kind: BareItemKind.Bytes, Parameters.IsEmpty: true }) return false;
        values[signature] = member.Item.Content;
        return true;
    }

    public byte[] Write(scoped in FieldValues values) =>
    [
        .. values.Has(label) ? values[label] : choice.Label ?? SignatureChoice.DefaultLabel,
        .. "=:"u8,
        .. values[signature],
        .. ":"u8,
    ];

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => text.Remove((byte)':');
}
