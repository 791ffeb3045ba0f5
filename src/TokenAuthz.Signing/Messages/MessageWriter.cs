using System.Diagnostics;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Writes the message of a request, for verifying and for signing.</summary>
internal sealed class MessageWriter
{
    private readonly MessagePiece[] _pieces;

    public MessageWriter(MessageTemplate template, MessageSettings settings)
    {
        _pieces = [.. template.Pieces.Select(piece => piece with { Writer = piece.Part.Writer?.Invoke(piece, settings) })];
        Spellings = _pieces.Max(piece => piece.Writer?.Spellings) ?? 1;
        IsBody = template.Pieces is [{ Filters.IsEmpty: true, Guard: { Stops: null, Start: null } } only] && only.Part == MessageParts.Body;
    }

    /// <summary>In how many spellings the message is tried.</summary>
    public int Spellings { get; }

    /// <summary>Whether the message is the body and nothing else, which may be megabytes that need no copy.</summary>
    public bool IsBody { get; }

    /// <summary>Writes the message.</summary>
    /// <param name="writer">Receives the message.</param>
    /// <param name="source">The request and its token.</param>
    /// <returns>False when the request lacks a part of the message, or has it in a form that could be read in two ways.</returns>
    public bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var piece in _pieces)
        {
            var start = writer.Length;
            var isWritten = TryWrite(piece, ref writer, ref source);
            if (!isWritten || !piece.Guard.Allows(writer.Written[start..])) return false;
        }

        return true;
    }

    private static bool TryWrite<TRequest>(MessagePiece piece, ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        switch (piece.Part.Text)
        {
            case PartText.Literal:
                writer.Append(piece.Literal);
                return true;
            case PartText.Field:
                return piece.Filters.TryAppend(ref writer, source.Values[piece.Field]);
            case PartText.Header:
                return HeaderText.TryTake(ref source.Request, piece, out var value) && piece.Filters.TryAppend(ref writer, value);
            case PartText.Parameter:
                return QueryText.TryTake(source.Target, piece, out var parameter) && piece.Filters.TryAppend(ref writer, parameter);
            case PartText.Key:
                return piece.Filters.TryAppend(ref writer, source.Key);
            case PartText.Salt:
                return piece.Filters.TryAppend(ref writer, source.Salt);
            case PartText.Method:
                return piece.Filters.TryAppend(ref writer, source.Method);
            case PartText.Host:
                return piece.Filters.TryAppend(ref writer, source.Host);
            case PartText.UrlScheme:
                return piece.Filters.TryAppend(ref writer, source.UrlScheme);
            case PartText.Path:
                return piece.Filters.TryAppend(ref writer, source.Path);
            case PartText.Target:
                return piece.Filters.TryAppend(ref writer, source.Target);
            case PartText.SignedTarget:
                return piece.Filters.TryAppend(ref writer, source.SignedTarget);
            case PartText.Query:
                return piece.Filters.TryAppend(ref writer, RequestPath.QueryOf(source.SignedTarget));
            case PartText.Body:
                return piece.Filters.TryAppend(ref writer, source.Request.Body);
            case PartText.Made:
                var start = writer.Length;
                return piece.Writer!.TryWrite(ref writer, ref source) && piece.Filters.TryApply(ref writer, start);
            default:
                throw new UnreachableException();
        }
    }
}
