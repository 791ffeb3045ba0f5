using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// Parameters sorted by name and then by value, both as bytes. Each one is put in its place as it is added, which takes the logarithm of
/// their number in comparisons, so that no order of a hostile query is slower than another.
/// </summary>
/// <param name="text">Memory for the names and values; pooled memory takes over when it is full.</param>
/// <param name="entries">Memory for <see cref="StackCount"/> parameters; pooled memory takes over when it is full.</param>
internal ref struct ParameterList(Span<byte> text, Span<ParameterList.Entry> entries)
{
    /// <summary>How many parameters a request may have that are sorted: many more than any client sends.</summary>
    public const int MaxCount = 1024;

    /// <summary>How many parameters are sorted on the stack.</summary>
    public const int StackCount = 64;

    /// <summary>The memory for names and values on the stack, in bytes.</summary>
    public const int StackText = 512;

#pragma warning disable CA2213 // The rule does not see that Dispose of a ref struct disposes of it.
    private ByteWriter _text = new(text);
#pragma warning restore CA2213
    private Span<Entry> _entries = entries;
    private Entry[]? _rented;

    /// <summary>The names and values of all parameters, one behind the other in the order of the request.</summary>
    [UnscopedRef]
    public ref ByteWriter Text => ref _text;

    /// <summary>How many parameters were added.</summary>
    public int Count { get; private set; }

    /// <summary>The parameters in their order.</summary>
    public readonly ReadOnlySpan<Entry> Sorted => _entries[..Count];

    /// <summary>Whether two parameters have one name.</summary>
    public readonly bool RepeatsName
    {
        get
        {
            for (var i = 1; i < Count; i++)
            {
                if (_entries[i].Name(_text.Written).SequenceEqual(_entries[i - 1].Name(_text.Written))) return true;
            }

            return false;
        }
    }

    /// <summary>Adds a parameter whose name and value are the end of <see cref="Text"/>.</summary>
    /// <param name="start">Where its name begins.</param>
    /// <param name="nameEnd">Where its name ends and its value begins.</param>
    /// <returns>False when there are <see cref="MaxCount"/> parameters already.</returns>
    public bool TryAdd(int start, int nameEnd)
    {
        if (Count == MaxCount) return false;
        if (Count == _entries.Length) Grow();
        var entry = new Entry(start, nameEnd, _text.Length);
        var place = PlaceOf(entry);
        _entries[place..Count].CopyTo(_entries[(place + 1)..]);
        _entries[place] = entry;
        Count++;
        return true;
    }

    /// <summary>Writes <c>name=value</c> for each parameter, joined by <c>&amp;</c>.</summary>
    /// <param name="writer">Receives the parameters.</param>
    /// <param name="sorted">The parameters in their order.</param>
    /// <param name="text">The text that holds their names and values.</param>
    public static void Write(ref ByteWriter writer, scoped ReadOnlySpan<Entry> sorted, scoped ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0) writer.Append((byte)'&');
            writer.Append(sorted[i].Name(text));
            writer.Append((byte)'=');
            writer.Append(sorted[i].Value(text));
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        if (_rented is not null) ArrayPool<Entry>.Shared.Return(_rented);
        _rented = null;
    }

    // Behind all that are not greater. Most clients send parameters in their order, so that the last place is tried first.
    private readonly int PlaceOf(Entry entry)
    {
        var text = _text.Written;
        var (low, high) = (0, Count);
        for (var next = high - 1; low < high; next = (low + high) / 2)
        {
            if (_entries[next].CompareTo(entry, text) <= 0) low = next + 1;
            else high = next;
        }

        return low;
    }

    private void Grow()
    {
        _rented = ArrayPool<Entry>.Shared.Rent(MaxCount);
        _entries.CopyTo(_rented);
        _entries = _rented;
    }

    /// <summary>The places of a parameter's name and value in the text.</summary>
    internal readonly record struct Entry(int Start, int NameEnd, int End)
    {
        public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text) => text[Start..NameEnd];

        public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text[NameEnd..End];

        public int CompareTo(Entry other, ReadOnlySpan<byte> text)
        {
            var order = Name(text).SequenceCompareTo(other.Name(text));
            return order != 0 ? order : Value(text).SequenceCompareTo(other.Value(text));
        }
    }
}
