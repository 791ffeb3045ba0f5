using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// Parameters that are decoded, percent-encoded anew, and sorted by name and then by value, both as they are encoded, so that one
/// parameter has one spelling.
/// </summary>
/// <param name="entries">Room for the parameters, at most <see cref="MaxCount"/>.</param>
internal ref struct EncodedParameters(Span<EncodedParameters.Entry> entries)
{
    /// <summary>How many parameters there may be: they are sorted by insertion, so that their number has to be bounded.</summary>
    public const int MaxCount = 128;

    private readonly Span<Entry> _entries = entries;
    private int _count;

    /// <summary>The parameters in their order.</summary>
    public readonly ReadOnlySpan<Entry> Sorted => _entries[.._count];

    /// <summary>Adds a parameter.</summary>
    /// <param name="text">Receives name and value, encoded; holds those of all parameters.</param>
    /// <param name="name">The name, as in the request.</param>
    /// <param name="value">The value, as in the request.</param>
    /// <param name="isForm">Whether a plus sign means a blank, as in a form.</param>
    /// <returns>False when an escape is ill-formed, or there are too many parameters.</returns>
    public bool TryAdd(scoped ref ByteWriter text, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value, bool isForm)
    {
        var start = text.Length;
        if (_count == _entries.Length || !TryEncode(ref text, name, isForm)) return false;
        var end = text.Length;
        if (!TryEncode(ref text, value, isForm)) return false;
        var (entry, place) = (new Entry(start..end, end..text.Length), _count++);
        for (; place > 0 && Compare(text.Written, _entries[place - 1], entry) > 0; place--) _entries[place] = _entries[place - 1];
        _entries[place] = entry;
        return true;
    }

    private static bool TryEncode(scoped ref ByteWriter writer, scoped ReadOnlySpan<byte> text, bool isForm)
    {
        var room = writer.Reserve(PercentEncoding.MaxEncodedLength(text.Length));
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value == '%')
            {
                if (!PercentEncoding.TryDecodePair(text[(i + 1)..], out value)) return false;
                i += 2;
            }
            else if (value == '+' && isForm)
            {
                value = (byte)' ';
            }

            length += PercentEncoding.Encode(value, room[length..], keepsSlash: false);
        }

        writer.Advance(length);
        return true;
    }

    private static int Compare(ReadOnlySpan<byte> text, Entry left, Entry right)
    {
        var order = text[left.Name].SequenceCompareTo(text[right.Name]);
        return order != 0 ? order : text[left.Value].SequenceCompareTo(text[right.Value]);
    }

    /// <summary>The places of a parameter's name and value in the text.</summary>
    internal readonly record struct Entry(Range Name, Range Value);
}
