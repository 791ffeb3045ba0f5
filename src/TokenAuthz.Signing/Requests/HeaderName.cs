using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenAuthz.Signing.Requests;

/// <summary>A header's name in the forms that hosts look it up by: text, and lower-case ASCII bytes.</summary>
public sealed class HeaderName
{
    // RFC 9110, section 5.6.2: token.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Google's signers list a name with a slash, which only tests send.
    private static readonly SearchValues<char> ListedCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz/");

    // A limit, because a client chooses the names of RFC 9421's signed headers.
    private const int MaxKept = 1024;
    private const int MaxKeptLength = 128;

    private static readonly ConcurrentDictionary<string, HeaderName> Kept = new(StringComparer.Ordinal);

    private readonly byte[] _bytes;

    /// <summary>Makes the name of a header (RFC 9110, section 5.1).</summary>
    /// <param name="name">The name, in any case.</param>
    /// <exception cref="ArgumentException">The name is empty or has a character that no header's name may have.</exception>
    public HeaderName(string name)
        : this(name, IsToken(name))
    {
    }

    private HeaderName(string name, bool isName)
    {
        // Without the parameter's name, because the message is shown to the author of a setting.
        if (!isName) throw new ArgumentException($"'{name}' is not a header's name");

        Text = name;
        LowerText = name.ToLowerInvariant();
        _bytes = new byte[name.Length];
        Ascii.ToLower(name, _bytes, out _);
    }

    /// <summary>The name as text, in its original case.</summary>
    public string Text { get; }

    /// <summary>The name as text in lower case, as in HTTP/2.</summary>
    public string LowerText { get; }

    /// <summary>The name as lower-case ASCII bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether a text is a token (RFC 9110, section 5.6.2), as the names of headers and methods are.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>Finds or makes the name of a header that a signature lists. Names are cached, because signers list the same few.</summary>
    /// <param name="name">The name in lower case.</param>
    /// <param name="header">The name.</param>
    /// <returns>False when the text is not a header's name in lower case.</returns>
    internal static bool TryGet(ReadOnlySpan<byte> name, [NotNullWhen(true)] out HeaderName? header)
    {
        Span<char> text = stackalloc char[MaxKeptLength];
        header = null;
        if (name.IsEmpty || name.Length > text.Length) return false;
        text = text[..Encoding.Latin1.GetChars(name, text)];
        if (text.ContainsAnyExcept(ListedCharacters)) return false;
        if (Kept.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out header)) return true;
        header = new(text.ToString(), isName: true);
        if (Kept.Count < MaxKept) _ = Kept.TryAdd(header.Text, header);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
