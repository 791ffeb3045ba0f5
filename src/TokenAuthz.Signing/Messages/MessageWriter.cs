using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>Writes the message of a request: the one place that verifying and signing share.</summary>
internal sealed class MessageWriter(MessageTemplate template, MessageSettings settings)
{
    /// <summary>Writes the message.</summary>
    /// <param name="writer">Takes it.</param>
    /// <param name="request">The request.</param>
    /// <param name="source">The parts of its target.</param>
    /// <param name="values">The token's fields.</param>
    /// <param name="key">What stands for the key.</param>
    /// <returns>False when the request lacks what is signed, or has it in a form that could be read in two ways.</returns>
    public bool TryWrite<TRequest>(ref ByteWriter writer, ref TRequest request, scoped in MessageSource source, scoped in FieldValues values, scoped ReadOnlySpan<byte> key)
        where TRequest : struct, IRequestView
    {
        foreach (ref readonly var piece in template.Pieces.AsSpan())
        {
            var isWritten = true;
            var start = writer.Length;
            switch (piece.Part)
            {
                case MessagePart.Literal: writer.Append(piece.Literal); break;
                case MessagePart.Field: writer.Append(values[piece.Field]); break;
                case MessagePart.Key: writer.Append(key); break;
                case MessagePart.Salt: writer.Append(settings.Salt); break;
                case MessagePart.Method: writer.Append(request.Method); break;
                case MessagePart.Host: writer.Append(request.Host); break;
                case MessagePart.Path: writer.Append(source.Path); break;
                case MessagePart.Directory: isWritten = PathMessages.TryWriteDirectory(ref writer, source.Path); break;
                case MessagePart.Uri: isWritten = PathMessages.TryWriteDecoded(ref writer, source.Path); break;
                case MessagePart.Stem: isWritten = PathMessages.TryWriteStem(ref writer, source.Path, settings.Stem); break;
                case MessagePart.Target: writer.Append(source.Target); break;
                case MessagePart.SignedTarget: writer.Append(source.SignedTarget); break;
                case MessagePart.SignedUrl: WriteUrl(ref writer, source, request.Host); break;
                case MessagePart.Query: writer.Append(RequestPath.QueryOf(source.SignedTarget)); break;
                case MessagePart.SortedQuery: isWritten = QueryMessages.TryWriteSorted(ref writer, RequestPath.QueryOf(source.Target), except: [], source.Locators, decode: false); break;
                case MessagePart.OtherParameters: isWritten = QueryMessages.TryWriteSorted(ref writer, settings.ParametersOf(source, values), settings.TokenParameters, source.Locators, decode: true); break;
                case MessagePart.ClientAddress: isWritten = AddressMessages.TryWriteText(ref writer, request.ClientAddress); break;
                case MessagePart.PackedAddress: isWritten = AddressMessages.TryWritePacked(ref writer, request.ClientAddress, settings, values); break;
                case MessagePart.PrefixOrPath: isWritten = PathMessages.TryWritePrefix(ref writer, source.Path, settings, values); break;
                case MessagePart.UrlBinding: PathMessages.WriteUrlBinding(ref writer, source.Path, settings, values); break;
                case MessagePart.SaltBinding: WriteSaltBinding(ref writer); break;
                case MessagePart.SignedHeaders: isWritten = HeaderMessages.TryWriteHeaders(ref writer, ref request, settings.SignedHeaders); break;
                case MessagePart.SignatureBase: isWritten = SignatureBase.TryWrite(ref writer, ref request, source, settings, values); break;
                case MessagePart.Body: writer.Append(request.Body); break;
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

    private static void WriteUrl(ref ByteWriter writer, scoped in MessageSource source, scoped ReadOnlySpan<byte> host)
    {
        writer.Append(source.UrlScheme);
        writer.Append("://"u8);
        writer.Append(host);
        writer.Append(source.SignedTarget);
    }
}
