using System.Collections.Immutable;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// One of the signatures in <c>Signature-Input</c> (RFC 9421, section 4.1), a dictionary whose members are inner lists:
/// <c>{label}=({components}){parameters}</c>. A request may carry several, of which one has to pass; each is a candidate.
/// </summary>
/// <param name="label">The field with the signature's label.</param>
/// <param name="components">The field with the covered components.</param>
/// <param name="parameters">The field with the parameters, from the first semicolon on.</param>
/// <param name="choice">Which signatures are meant.</param>
internal sealed class SignatureInputCodec(int label, int components, int parameters, SignatureChoice choice) : ITokenCodec
{
    // A request carries one signature of its client, and one of each proxy.
    private const int MaxLength = 8192;

    public ImmutableArray<ItemField> Fields { get; } =
        [.. new[] { label, components, parameters }.Select(field => new ItemField([], field, IsRequired: true))];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        if (text.Length > MaxLength || !TryFindLabel(text, ref values, out var name)) return false;
        if (!DictionaryReader.TryFind(text, name, out var member)) return false;
        values[label] = name;
        values[components] = member.Items;
        values[parameters] = member.Parameters;
        return true;
    }

    public byte[] Write(scoped in FieldValues values) =>
    [
        .. values.Has(label) ? values[label] : choice.Label ?? SignatureChoice.DefaultLabel,
        .. "=("u8,
        .. values[components],
        .. ")"u8,
        .. values[parameters],
    ];

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) => text;

    // Finds the candidate whose turn it is.
    private bool TryFindLabel(ReadOnlySpan<byte> text, scoped ref FieldValues values, out ReadOnlySpan<byte> found)
    {
        found = default;
        var count = 0;
        var reader = new DictionaryReader(text);
        while (reader.TryTake(out var name, out var member))
        {
            if (!member.IsInnerList) return false;
            if (!choice.Includes(name, member)) continue;
            if (count == values.Candidate) found = name;
            count++;
        }

        values.HasNextCandidate = reader.IsDone && count > values.Candidate + 1;
        return reader.IsDone && count > values.Candidate;
    }
}
