using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The properties of a piece that tell where it ends in a message.</summary>
internal sealed record PieceForm
{
    /// <summary>The form of a text that is the same in every message: a literal, the key, the salt.</summary>
    public static readonly PieceForm Constant = new() { Bytes = HttpBytes.All, IsFixed = true };

    /// <summary>The bytes that the piece can hold.</summary>
    public required ImmutableHashSet<byte> Bytes { get; init; }

    /// <summary>Whether the piece has the same length in every message of an allowed request.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether the text of the piece tells where it ends.</summary>
    public bool EndsItself { get; init; }

    /// <summary>The byte that the piece always begins with; null when it may be empty or begin with any.</summary>
    public byte? Start { get; init; }

    /// <summary>The byte that the piece always ends with; null when there is none.</summary>
    public byte? End { get; init; }

    /// <summary>Whether a check may deny a request for a byte that the grammar allows in the piece.</summary>
    public bool MayBeRestricted { get; init; }

    /// <summary>The form of a part of the request.</summary>
    public static PieceForm Of(MessagePart part) => part switch
    {
        MessagePart.Literal or MessagePart.Key or MessagePart.Salt or MessagePart.SaltBinding => Constant,
        MessagePart.Method => new() { Bytes = HttpBytes.Token },
        MessagePart.Host => new() { Bytes = HttpBytes.Host },
        MessagePart.Path or MessagePart.Stem => new() { Bytes = HttpBytes.Path, Start = (byte)'/' },
        MessagePart.Directory => new() { Bytes = HttpBytes.Path, Start = (byte)'/', End = (byte)'/' },
        MessagePart.Uri => new() { Bytes = HttpBytes.DecodedPath, Start = (byte)'/' },
        MessagePart.Target or MessagePart.SignedTarget => new() { Bytes = HttpBytes.Target, Start = (byte)'/' },
        MessagePart.SignedUrl => new() { Bytes = HttpBytes.Target, Start = (byte)'h' },
        MessagePart.Query or MessagePart.SortedQuery => new() { Bytes = HttpBytes.Target },
        MessagePart.ClientAddress => new() { Bytes = HttpBytes.Address },
        MessagePart.PrefixOrPath => new() { Bytes = HttpBytes.All, Start = (byte)'/' },
        MessagePart.UrlBinding => new() { Bytes = HttpBytes.Path },

        // Each header is one line, no value holds a line end, and the number of headers is fixed.
        MessagePart.SignedHeaders => new() { Bytes = HttpBytes.All.Remove(0), EndsItself = true },
        MessagePart.OtherParameters or MessagePart.PackedAddress or MessagePart.SignatureBase or MessagePart.Body =>
            new() { Bytes = HttpBytes.All },
        MessagePart.Field => throw new UnreachableException("the form of a field depends on the token: see FieldForms"),
        _ => throw new UnreachableException(),
    };
}
