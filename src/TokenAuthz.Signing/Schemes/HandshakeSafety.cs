using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// Refuses a handshake that any request could be, and an answer that could hold a secret or, in JSON, a text without its quotes.
/// </summary>
internal sealed class HandshakeSafety(HandshakeDefinition handshake, TokenFields fields, Func<string, string> pathOf)
{
    /// <summary>The parts that are texts of the handshake itself.</summary>
    public static readonly ImmutableArray<MessagePart> Texts = [MessageParts.Literal, MessageParts.Field, MessageParts.Named];

    private static readonly ImmutableArray<MessagePart> Parts = [.. Texts, MessageParts.Host, MessageParts.Path];

    private readonly int _verifyToken = fields.IndexOf(HandshakeCompiler.VerifyToken);

    /// <summary>Whether some entries read the query or the body.</summary>
    public static bool Reads(ImmutableArray<TokenItem> items, ItemSource source) => items.Any(item => item.Source == source);

    /// <summary>Checks that the request is told from others by all of its query and body.</summary>
    /// <exception cref="SchemeException">It is not.</exception>
    public void CheckShape(ImmutableArray<TokenLocator> headers, ImmutableArray<TokenItem> items)
    {
        var setting = pathOf(nameof(HandshakeDefinition.Items));
        Require(
            handshake.NeedsToken || items.All(item => item.Source is ItemSource.Field || item.Codec.IsClosed),
            setting,
            "a request that nobody signs is a handshake only as a whole: write form! or json!, or set NeedsToken");
        Require(
            handshake.Method == "HEAD"
            || headers.Any(header => !header.IsOptional)
            || items.Any(item => item.Source is not ItemSource.Field && item.Codec.Fields.Any(field => field.IsRequired)),
            setting,
            "name a field that each such request has, with an exclamation mark behind it, or a header");
    }

    /// <summary>Checks the answer.</summary>
    /// <exception cref="SchemeException">It could hold what it must not.</exception>
    public void CheckAnswer(MessageTemplate answer)
    {
        var setting = pathOf(nameof(HandshakeDefinition.Answer));
        Require(
            answer.All.All(piece => Parts.Contains(piece.Part)),
            setting,
            "an answer has fixed texts, fields of the request, {host}, {path} and {sig} only");
        Require(
            answer.Pieces.All(Hides),
            setting,
            $"the answer would show {{{HandshakeCompiler.VerifyToken}}}: write a digest of it, as in {{proof|sha256|hex}}");
        Require(
            handshake.AnswerType is not AnswerType.Json || answer.Pieces.All(IsJson),
            setting,
            "a text in JSON needs its escapes: write {challenge|json}, which has its quotes");
    }

    private bool Hides(MessagePiece piece) =>
        piece.Filters.FormOf(TextForm.Any).IsFixed || (piece.Inner?.Pieces.All(Hides) ?? piece.Field != _verifyToken);

    private bool IsJson(MessagePiece piece)
    {
        var isSignature = piece.Part == MessageParts.Field && piece.Field == fields.IndexOf(WellKnownFields.Signature);
        if (piece.Part == MessageParts.Literal || (isSignature && piece.Filters.IsEmpty)) return true;
        var form = piece.Filters.FormOf(TextForm.Any);
        return form is { Start: (byte)'"', End: (byte)'"', EndsItself: true }
            || form.Bytes.All(value => value is >= 0x20 and < 0x7f and not ((byte)'"' or (byte)'\\'));
    }
}
