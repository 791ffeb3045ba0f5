using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

/// <summary>The properties of a text that tell where it ends in a message.</summary>
internal sealed record TextForm
{
    /// <summary>The form of a text that is the same in every message: a literal, the key, the salt.</summary>
    public static readonly TextForm Constant = new() { Bytes = HttpBytes.All, IsFixed = true };

    /// <summary>The form of a text of any bytes.</summary>
    public static readonly TextForm Any = new() { Bytes = HttpBytes.All };

    /// <summary>The bytes that the text can hold.</summary>
    public required ImmutableHashSet<byte> Bytes { get; init; }

    /// <summary>Whether the text has the same length in every message of an allowed request.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether the text tells where it ends.</summary>
    public bool EndsItself { get; init; }

    /// <summary>Whether the text tells where it begins, read from its end.</summary>
    public bool BeginsItself { get; init; }

    /// <summary>The byte that the text always begins with; null when it may be empty or begin with any.</summary>
    public byte? Start { get; init; }

    /// <summary>Whether the text may be empty in spite of <see cref="Start"/>.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The byte that the text always ends with; null when there is none.</summary>
    public byte? End { get; init; }

    /// <summary>Whether a check may deny a request for a byte that the grammar allows in the text.</summary>
    public bool MayBeRestricted { get; init; }
}
