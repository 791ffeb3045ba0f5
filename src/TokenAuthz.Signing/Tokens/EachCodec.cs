using System.Collections.Immutable;
using TokenAuthz.Signing.Json;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// A list of tokens, each a candidate: <c>list each blank pair</c> where one has to pass, as senders write one for each key while keys
/// change; <c>items every item entry</c> where all have to, as the entries of a list in JSON that are signed one by one.
/// </summary>
/// <param name="separator">The byte between two; null for the elements of a list in JSON.</param>
/// <param name="part">The field with the candidate.</param>
/// <param name="isEvery">Whether all have to pass.</param>
internal sealed class EachCodec(byte? separator, int part, bool isEvery) : ITokenCodec
{
    private const string Blank = "blank";
    private const string Item = "item";

    /// <summary>Whether all of the candidates have to pass, and not one.</summary>
    public bool IsEvery => isEvery;

    public ImmutableArray<ItemField> Fields { get; } = [new([], part, IsRequired: true)];

    public bool TryRead(ReadOnlySpan<byte> text, ref FieldValues values, ref TextArena arena)
    {
        var isRead = separator is { } mark
            ? TryFind(text, mark, values.Candidate, out var found, out var count)
            : TryFindElement(text, values.Candidate, out found, out count);
        if (!isRead || count <= values.Candidate || (isEvery && count > FieldValues.MaxCandidates)) return false;
        values.HasNextCandidate = count > values.Candidate + 1;
        values[part] = found;
        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> text, byte mark, int index, out ReadOnlySpan<byte> found, out int count)
    {
        found = default;
        count = 0;
        foreach (var range in text.Split(mark))
        {
            var candidate = text[range].Trim(" \t"u8);
            if (!candidate.IsEmpty && count++ == index) found = candidate;
        }

        return true;
    }

    private static bool TryFindElement(ReadOnlySpan<byte> text, int index, out ReadOnlySpan<byte> found, out int count)
    {
        found = default;
        count = 0;
        var json = new JsonScanner(text);
        if (!json.TryTake((byte)'[')) return false;
        do
        {
            _ = json.Next();
            var start = json.Position;
            if (!TrySkip(ref json)) return false;
            if (count++ == index) found = text[start..json.Position];
        }
        while (json.TryTake((byte)','));

        return json.TryTake((byte)']') && json.IsAtEnd;
    }

    // An element may be ill-formed inside, which its own codec finds.
    private static bool TrySkip(ref JsonScanner json)
    {
        var depth = 0;
        do
        {
            switch (json.Next())
            {
                case var mark and ((byte)'{' or (byte)'['):
                    _ = json.TryTake(mark);
                    depth++;
                    break;
                case var mark and ((byte)'}' or (byte)']') when depth > 0:
                    _ = json.TryTake(mark);
                    depth--;
                    break;
                case var mark and ((byte)',' or (byte)':') when depth > 0:
                    _ = json.TryTake(mark);
                    break;
                case (byte)'"':
                    if (!json.TryTakeString(out _, out _)) return false;
                    break;
                default:
                    if (!json.TryTakeWord() && !json.TryTakeNumber(out _)) return false;
                    break;
            }
        }
        while (depth > 0);

        return true;
    }

    public byte[] Write(scoped in FieldValues values) =>
        separator is null ? [(byte)'[', .. values[part], (byte)']'] : values[part].ToArray();

    public ImmutableHashSet<byte> BytesOf(int field, ImmutableHashSet<byte> text) =>
        separator is { } mark ? text.Remove(mark) : HttpBytes.All;

    /// <exception cref="FormatException">There are not a separator and a name, or the token has the field already.</exception>
    public static EachCodec Parse(string[] words, bool isEvery, ItemParser parser) => words switch
    {
        [Item, var field] => new(null, parser.AddNew(field), isEvery),
        [Blank, var field] => new((byte)' ', parser.AddNew(field), isEvery),
        [[var mark], var field] when char.IsAscii(mark) => new((byte)mark, parser.AddNew(field), isEvery),
        _ => throw new FormatException("write the separator and the field, as in: list each , pair; or in JSON: list every item entry"),
    };
}
