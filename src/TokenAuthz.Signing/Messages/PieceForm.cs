using System.Collections.Immutable;

namespace TokenAuthz.Signing.Messages;

/// <summary>What a piece of a message can look like, as far as it tells where the piece ends.</summary>
internal sealed record PieceForm
{
    /// <summary>A text that is the same in every message: a literal, the key, the salt.</summary>
    public static readonly PieceForm Constant = new() { Bytes = MessageBytes.All, IsFixed = true };

    /// <summary>The bytes that it can hold.</summary>
    public required ImmutableHashSet<byte> Bytes { get; init; }

    /// <summary>Whether its length is the same in every message that can be allowed.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether a reader who knows where it begins knows where it ends.</summary>
    public bool EndsItself { get; init; }

    /// <summary>What it always begins with; null when it may be empty or begin with anything.</summary>
    public byte? Start { get; init; }

    /// <summary>What it always ends with.</summary>
    public byte? End { get; init; }

    /// <summary>Whether a check may deny a request because of a byte that the grammar allows here.</summary>
    public bool MayBeRestricted { get; init; }

    /// <summary>The form of a part of the request.</summary>
    public static PieceForm Of(MessagePart part) => part switch
    {
        MessagePart.Literal or MessagePart.Key or MessagePart.Salt or MessagePart.SaltBinding => Constant,
        MessagePart.Method => new() { Bytes = MessageBytes.Token },
        MessagePart.Host => new() { Bytes = MessageBytes.Host },
        MessagePart.Path or MessagePart.Stem => new() { Bytes = MessageBytes.Path, Start = (byte)'/' },
        MessagePart.Directory => new() { Bytes = MessageBytes.Path, Start = (byte)'/', End = (byte)'/' },
        MessagePart.Uri => new() { Bytes = MessageBytes.DecodedPath, Start = (byte)'/' },
        MessagePart.Target or MessagePart.SignedTarget => new() { Bytes = MessageBytes.Target, Start = (byte)'/' },
        MessagePart.SignedUrl => new() { Bytes = MessageBytes.Target, Start = (byte)'h' },
        MessagePart.Query or MessagePart.SortedQuery => new() { Bytes = MessageBytes.Target },
        MessagePart.ClientAddress => new() { Bytes = MessageBytes.Address },
        MessagePart.PrefixOrPath => new() { Bytes = MessageBytes.All, Start = (byte)'/' },
        MessagePart.UrlBinding => new() { Bytes = MessageBytes.Path },

        // Each line ends, none of them can hold another, and their number is known.
        MessagePart.SignedHeaders => new() { Bytes = MessageBytes.All.Remove(0), EndsItself = true },
        _ => new() { Bytes = MessageBytes.All },
    };
}
