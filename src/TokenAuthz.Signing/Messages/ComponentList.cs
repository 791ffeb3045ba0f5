namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The components that an RFC 9421 signature covers: an inner list of strings (RFC 8941, section 4.2.1.2). Components with
/// parameters of their own (<c>;sf</c>, <c>;key</c>, <c>;req</c>) are not supported, and ill-formed here.
/// </summary>
internal ref struct ComponentList(ReadOnlySpan<byte> text)
{
    // Each component is compared with all before it, so that their number has to be bounded.
    private const int MaxCount = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _rest = text;
    private int _count;

    /// <summary>Whether everything was read, and all of it was well-formed.</summary>
    public readonly bool IsDone => _rest.IsEmpty;

    /// <summary>Takes the next component's name.</summary>
    /// <returns>
    /// False at the end, and where the list is ill-formed, too long or has a name twice; <see cref="IsDone"/> tells them apart.
    /// </returns>
    public bool TryTake(out ReadOnlySpan<byte> name)
    {
        name = default;
        var rest = _rest.TrimStart((byte)' ');
        if (rest.IsEmpty) _rest = default;
        if (rest is not [(byte)'"', .. var quoted] || _count == MaxCount) return false;

        var end = quoted.IndexOf((byte)'"');
        if (end <= 0 || (end + 1 < quoted.Length && quoted[end + 1] != ' ')) return false;
        name = quoted[..end];
        if (_text[..^rest.Length].IndexOf(rest[..(end + 2)]) >= 0) return false;
        _rest = quoted[(end + 1)..];
        _count++;
        return true;
    }

    /// <summary>Whether the list has a component, or one that includes it, as <c>@target-uri</c> includes <c>@path</c>.</summary>
    public static bool Covers(ReadOnlySpan<byte> text, ReadOnlySpan<byte> required)
    {
        for (var list = new ComponentList(text); list.TryTake(out var name);)
        {
            if (name.SequenceEqual(required) || Holds(name, required)) return true;
        }

        return false;
    }

    private static bool Holds(ReadOnlySpan<byte> name, ReadOnlySpan<byte> part) =>
        IsPathOrQuery(part)
            ? name.SequenceEqual("@target-uri"u8) || name.SequenceEqual("@request-target"u8)
            : name.SequenceEqual("@target-uri"u8) && (part.SequenceEqual("@authority"u8) || part.SequenceEqual("@scheme"u8));

    private static bool IsPathOrQuery(ReadOnlySpan<byte> part) => part.SequenceEqual("@path"u8) || part.SequenceEqual("@query"u8);
}
