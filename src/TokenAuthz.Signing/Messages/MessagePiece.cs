using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>A piece of a message: a part of the request, a field of the token, a literal, or a message of its own.</summary>
/// <param name="Part">The kind.</param>
/// <param name="Text">The piece as the template writes it.</param>
internal sealed record MessagePiece(MessagePart Part, string Text)
{
    /// <summary>The number of the field; -1 for a piece that is none.</summary>
    public int Field { get; init; } = -1;

    /// <summary>The bytes of a literal.</summary>
    public byte[] Literal { get; init; } = [];

    /// <summary>The name of a header; null for a piece that is none.</summary>
    public HeaderName? Header { get; init; }

    /// <summary>The name of a parameter of the query, which the piece is or leaves out.</summary>
    public byte[] Parameter { get; init; } = [];

    /// <summary>The argument of the part; empty for none.</summary>
    public string Argument { get; init; } = "";

    /// <summary>Whether a header or a parameter may be absent, and is empty then.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The filters of the piece, in the order that they are applied.</summary>
    public ImmutableArray<TextFilter> Filters { get; init; } = [];

    /// <summary>The message that the filters are applied to; null for a piece that is none.</summary>
    public MessageTemplate? Inner { get; init; }

    /// <summary>The limits of the piece, filtered, in a request.</summary>
    public PieceGuard Guard { get; init; }

    /// <summary>Writes a piece that is made; null before its scheme is compiled, and for a text that stands in memory.</summary>
    public PartWriter? Writer { get; init; }
}
