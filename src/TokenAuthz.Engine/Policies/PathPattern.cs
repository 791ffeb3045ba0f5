using System.Diagnostics;
using System.Text;
using TokenAuthz.Signing.Rules;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// Paths as they are on the wire: <c>=/exact</c>, a glob if the text has a <c>*</c> or <c>?</c>, else a prefix that ends with a
/// segment: <c>/video</c> matches <c>/video</c> and <c>/video/1</c>, not <c>/video-private</c>.
/// </summary>
internal sealed class PathPattern
{
    private readonly byte[] _text;
    private readonly Kind _kind;

    private PathPattern(Kind kind, string text)
    {
        (_kind, _text) = (kind, Encoding.ASCII.GetBytes(text));
        Text = kind is Kind.Exact ? $"={text}" : text;
        FirstSegment = FirstSegmentOf(kind, text);
    }

    private enum Kind
    {
        Exact,
        Prefix,
        Glob,
    }

    /// <summary>The pattern as configuration writes it.</summary>
    public string Text { get; }

    /// <summary>The path, prefix or glob itself.</summary>
    public ReadOnlySpan<byte> Bytes => _text;

    /// <summary>Whether it matches the paths that begin with it.</summary>
    public bool IsPrefix => _kind is Kind.Prefix;

    /// <summary>The first segment of every path that matches; null when they may differ in it.</summary>
    public string? FirstSegment { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The text is no pattern.</exception>
    public static PathPattern Parse(string text)
    {
        if (text.Any(c => c is <= ' ' or > '~' or '#'))
            throw new FormatException("a path is ASCII without spaces, percent-encoded as on the wire");
        var isExact = text.StartsWith('=');
        var path = isExact ? text[1..] : text;
        if (!path.StartsWith('/'))
            throw new FormatException("write a prefix such as /video/, an exact path such as =/video, or a glob such as /video/*.m3u8");
        if (isExact && path.Contains('?', StringComparison.Ordinal))
            throw new FormatException("a path is compared without its query: leave it out");
        if (isExact) return new(Kind.Exact, path);
        if (!path.AsSpan().ContainsAny('*', '?')) return new(Kind.Prefix, path);
        return path.Length <= Glob.MaxLength
            ? new(Kind.Glob, path)
            : throw new FormatException($"a glob has at most {Glob.MaxLength} characters: this one has {path.Length}");
    }

    /// <summary>Whether a path matches.</summary>
    /// <param name="path">The path as on the wire, without the query.</param>
    public bool Matches(ReadOnlySpan<byte> path) => _kind switch
    {
        Kind.Exact => path.SequenceEqual(_text),
        Kind.Prefix => path.StartsWith(_text) && (_text[^1] == '/' || path.Length == _text.Length || path[_text.Length] == '/'),
        Kind.Glob => Glob.IsMatch(_text, path),
        _ => throw new UnreachableException(),
    };

    /// <summary>Whether every path that another pattern matches begins with this prefix.</summary>
    public bool Contains(PathPattern other) =>
        other._kind is Kind.Glob ? Encloses(other._text.AsSpan(0, other._text.AsSpan().IndexOfAny("*?"u8))) : Matches(other._text);

    /// <summary>Whether every path that another pattern matches is matched by this one. False where that is not certain.</summary>
    public bool Covers(PathPattern other) =>
        (_kind == other._kind && _text.AsSpan().SequenceEqual(other._text))
        || (_kind is Kind.Prefix ? Contains(other) : other._kind is Kind.Exact && Matches(other._text));

    private bool Encloses(ReadOnlySpan<byte> beginning) =>
        beginning.StartsWith(_text) && (_text[^1] == '/' || (beginning.Length > _text.Length && beginning[_text.Length] == '/'));

    private static string? FirstSegmentOf(Kind kind, string text)
    {
        var literal = kind is Kind.Glob ? text[..text.AsSpan().IndexOfAny('*', '?')] : text;
        var end = literal.IndexOf('/', 1);
        if (end > 0) return literal[1..end];

        // A glob that has no slash in front of its first wildcard matches longer segments; the prefix "/" matches every one.
        return kind is Kind.Exact || (kind is Kind.Prefix && literal.Length > 1) ? literal[1..] : null;
    }
}
