using System.Diagnostics;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Writes the message of a request, for verifying and for signing.</summary>
internal sealed class MessageWriter(MessageTemplate template, MessageSettings settings)
{
    /// <summary>Writes the message.</summary>
    /// <param name="writer">Receives the message.</param>
    /// <param name="source">The request and its token.</param>
    /// <param name="key">The key, or the text that masks it.</param>
    /// <returns>False when the request lacks a part of the message, or has it in a form that could be read in two ways.</returns>
    public bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> key)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (ref readonly var piece in template.Pieces.AsSpan())
        {
            var isWritten = true;
            var start = writer.Length;
            switch (piece.Part)
            {
                case MessagePart.Literal:
                    writer.Append(piece.Literal);
                    break;
                case MessagePart.Field:
                    writer.Append(source.Values[piece.Field]);
                    break;
                case MessagePart.Key:
                    writer.Append(key);
                    break;
                case MessagePart.Salt:
                    writer.Append(settings.Salt);
                    break;
                case MessagePart.Method:
                    writer.Append(source.Request.Method);
                    break;
                case MessagePart.Host:
                    writer.Append(source.Host);
                    break;
                case MessagePart.Path:
                    writer.Append(source.Path);
                    break;
                case MessagePart.Directory:
                    isWritten = PathParts.TryWriteDirectory(ref writer, source.Path);
                    break;
                case MessagePart.Uri:
                    isWritten = PathParts.TryWriteDecoded(ref writer, source.Path);
                    break;
                case MessagePart.Stem:
                    isWritten = PathParts.TryWriteStem(ref writer, source.Path, settings.Stem);
                    break;
                case MessagePart.Target:
                    writer.Append(source.Target);
                    break;
                case MessagePart.SignedTarget:
                    writer.Append(source.SignedTarget);
                    break;
                case MessagePart.SignedUrl:
                    WriteUrl(ref writer, ref source);
                    break;
                case MessagePart.Query:
                    writer.Append(RequestPath.QueryOf(source.SignedTarget));
                    break;
                case MessagePart.SortedQuery:
                    isWritten = QueryParts.TryWriteSorted(ref writer, RequestPath.QueryOf(source.Target));
                    break;
                case MessagePart.OtherParameters:
                    var parameters = settings.ParametersOf(ref source);
                    isWritten = QueryParts.TryWriteOther(ref writer, parameters, settings.TokenParameters, source.Locators);
                    break;
                case MessagePart.ClientAddress:
                    isWritten = AddressParts.TryWriteText(ref writer, source.Request.ClientAddress);
                    break;
                case MessagePart.PackedAddress:
                    isWritten = AddressParts.TryWritePacked(ref writer, source.Request.ClientAddress, settings, source.Values);
                    break;
                case MessagePart.PrefixOrPath:
                    isWritten = PathParts.TryWritePrefix(ref writer, source.Path, settings, source.Values);
                    break;
                case MessagePart.UrlBinding:
                    PathParts.WriteUrlBinding(ref writer, source.Path, settings, source.Values);
                    break;
                case MessagePart.SaltBinding:
                    WriteSaltBinding(ref writer);
                    break;
                case MessagePart.SignedHeaders:
                    isWritten = HeaderParts.TryWriteHeaders(ref writer, ref source.Request, settings.SignedHeaders);
                    break;
                case MessagePart.SignatureBase:
                    isWritten = SignatureBase.TryWrite(ref writer, ref source, settings);
                    break;
                case MessagePart.Body:
                    writer.Append(source.Request.Body);
                    break;
                default:
                    throw new UnreachableException();
            }

            if (!isWritten || !piece.Guard.Allows(writer.Written[start..])) return false;
        }

        return true;
    }

    private void WriteSaltBinding(ref ByteWriter writer)
    {
        if (settings.Salt.Length == 0) return;
        writer.Append("~salt="u8);
        writer.Append(settings.Salt);
    }

    private static void WriteUrl<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        writer.Append(source.UrlScheme);
        writer.Append("://"u8);
        writer.Append(source.Host);
        writer.Append(source.SignedTarget);
    }
}
