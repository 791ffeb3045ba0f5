using System.Buffers;
using System.Text;

namespace TokenAuthz.Signing.Requests;

/// <summary>A header's name in the two forms that hosts look it up by: text, and lower-case ASCII bytes.</summary>
public sealed class HeaderName
{
    // RFC 9110, section 5.6.2: token.
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly byte[] _bytes;

    /// <summary>Takes a field name of RFC 9110.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <exception cref="ArgumentException">The name is empty or has a character that no field name may have.</exception>
    public HeaderName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.AsSpan().ContainsAnyExcept(TokenCharacters))
            throw new ArgumentException($"'{name}' is not a header's name.", nameof(name));

        Text = name;
        _bytes = new byte[name.Length];
        Ascii.ToLower(name, _bytes, out _);
    }

    /// <summary>The name as text, in the case it was given in.</summary>
    public string Text { get; }

    /// <summary>The name as lower-case ASCII bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
