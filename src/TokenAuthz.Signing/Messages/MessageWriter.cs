using System.Diagnostics;
using TokenAuthz.Signing.Filters;
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
        where TRequest : struct, IRequestView, allows ref struct => TryWrite(template, ref writer, ref source, key);

    private bool TryWrite<TRequest>(
        MessageTemplate message, ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> key)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var piece in message.Pieces.AsSpan())
        {
            var start = writer.Length;
            var isWritten = TryWrite(piece, ref writer, ref source, key);
            if (!isWritten || !piece.Guard.Allows(writer.Written[start..])) return false;
        }

        return true;
    }

    // A text that stands in memory goes through the filters without a copy; one that is made is written and then filtered.
    private bool TryWrite<TRequest>(
        MessagePiece piece, ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> key)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var start = writer.Length;
        var isMade = true;
        switch (piece.Part)
        {
            case MessagePart.Literal:
                writer.Append(piece.Literal);
                return true;
            case MessagePart.Field:
                return piece.Filters.TryAppend(ref writer, source.Values[piece.Field]);
            case MessagePart.Header:
                return HeaderParts.TryTake(ref source.Request, piece, out var value) && piece.Filters.TryAppend(ref writer, value);
            case MessagePart.Parameter:
                return QueryParts.TryTake(source.Target, piece, out var parameter) && piece.Filters.TryAppend(ref writer, parameter);
            case MessagePart.Key:
                return piece.Filters.TryAppend(ref writer, key);
            case MessagePart.Salt:
                return piece.Filters.TryAppend(ref writer, settings.Salt is { } salt ? salt : source.KeySalt);
            case MessagePart.Method:
                return piece.Filters.TryAppend(ref writer, source.Request.Method);
            case MessagePart.Host:
                return piece.Filters.TryAppend(ref writer, source.Host);
            case MessagePart.Scheme:
                return piece.Filters.TryAppend(ref writer, source.UrlScheme);
            case MessagePart.Path:
                return piece.Filters.TryAppend(ref writer, source.Path);
            case MessagePart.Target:
                return piece.Filters.TryAppend(ref writer, source.Target);
            case MessagePart.SignedTarget:
                return piece.Filters.TryAppend(ref writer, source.SignedTarget);
            case MessagePart.Query:
                return piece.Filters.TryAppend(ref writer, RequestPath.QueryOf(source.SignedTarget));
            case MessagePart.Body:
                return piece.Filters.TryAppend(ref writer, source.Request.Body);
            case MessagePart.Named:
                isMade = TryWrite(piece.Inner!, ref writer, ref source, key);
                break;
            case MessagePart.Directory:
                isMade = PathParts.TryWriteDirectory(ref writer, source.Path);
                break;
            case MessagePart.Uri:
                isMade = PathParts.TryWriteDecoded(ref writer, source.Path);
                break;
            case MessagePart.RelativeUri:
                isMade = source.Path is [(byte)'/', .. var relative] && PathParts.TryWriteDecoded(ref writer, relative);
                break;
            case MessagePart.Args:
                WriteArgs(ref writer, RequestPath.QueryOf(source.SignedTarget));
                break;
            case MessagePart.Stem:
                isMade = PathParts.TryWriteStem(ref writer, source.Path, settings.Stem);
                break;
            case MessagePart.SignedUrl:
                UrlParts.WriteSigned(ref writer, ref source);
                break;
            case MessagePart.Url:
                UrlParts.WriteOwn(ref writer, ref source, settings);
                break;
            case MessagePart.Authority:
                UrlParts.WriteAuthority(ref writer, source.Host, source.UrlScheme);
                break;
            case MessagePart.Port:
                UrlParts.WritePort(ref writer, source.Host, source.UrlScheme);
                break;
            case MessagePart.SortedQuery:
                isMade = SortedQuery.TryWrite(ref writer, RequestPath.QueryOf(source.Target));
                break;
            case MessagePart.OtherParameters:
                isMade = QueryParts.TryWriteOther(ref writer, ref source, settings);
                break;
            case MessagePart.ClientAddress:
                isMade = AddressParts.TryWriteText(ref writer, source.Request.ClientAddress);
                break;
            case MessagePart.PackedAddress:
                isMade = AddressParts.TryWritePacked(ref writer, source.Request.ClientAddress, settings, source.Values);
                break;
            case MessagePart.PrefixOrPath:
                isMade = PathParts.TryWritePrefix(ref writer, source.Path, source.Spelling, settings, source.Values);
                break;
            case MessagePart.EdgeCacheToken:
                isMade = EdgeCacheToken.TryWrite(ref writer, ref source.Request, source.Path, source.Values[settings.List]);
                break;
            case MessagePart.UrlBinding:
                isMade = PathParts.TryWriteUrlBinding(ref writer, source.Path, source.Spelling, settings, source.Values);
                break;
            case MessagePart.SaltBinding:
                WriteSaltBinding(ref writer, settings.Salt is { } bound ? bound : source.KeySalt);
                break;
            case MessagePart.HeaderLines:
                isMade = HeaderParts.TryWriteLines(ref writer, ref source, settings);
                break;
            case MessagePart.SigningString:
                isMade = SigningString.TryWrite(ref writer, ref source, settings, SigningStyle.Cavage);
                break;
            case MessagePart.KongSigningString:
                isMade = SigningString.TryWrite(ref writer, ref source, settings, SigningStyle.Kong);
                break;
            case MessagePart.ApisixSigningString:
                isMade = SigningString.TryWrite(ref writer, ref source, settings, SigningStyle.Apisix);
                break;
            case MessagePart.OauthParameters:
                isMade = OAuthParameters.TryWrite(ref writer, ref source, source.Values[settings.Parameters]);
                break;
            case MessagePart.AzurePath:
                isMade = settings.Azure.TryWritePath(ref writer, source.Path, source.Values);
                break;
            case MessagePart.AzureSnapshot:
                settings.Azure.WriteSnapshot(ref writer, source.Values);
                break;
            case MessagePart.AzureScope:
                isMade = settings.Azure.TryWriteScope(ref writer, source.Values);
                break;
            case MessagePart.CanonicalQuery:
                var query = RequestPath.QueryOf(source.Target);
                var except = source.Spelling == 0 ? default : piece.Parameter.AsSpan();
                isMade = CanonicalQuery.TryWrite(ref writer, query, settings, source.Locators, except);
                break;
            case MessagePart.CanonicalHeaders:
                var names = source.Values[settings.SignedHeaderNames];
                isMade = CanonicalHeaders.TryWrite(ref writer, ref source, names, settings.SignedHeaderRule!, piece.WithoutPort);
                break;
            case MessagePart.SignatureBase:
                isMade = SignatureBase.TryWrite(ref writer, ref source, settings);
                break;
            default:
                throw new UnreachableException();
        }

        return isMade && piece.Filters.TryApply(ref writer, start);
    }

    private static void WriteArgs(ref ByteWriter writer, scoped ReadOnlySpan<byte> query)
    {
        if (query.IsEmpty) return;
        writer.Append((byte)'?');
        writer.Append(query);
    }

    private static void WriteSaltBinding(ref ByteWriter writer, scoped ReadOnlySpan<byte> salt)
    {
        if (salt.IsEmpty) return;
        writer.Append("~salt="u8);
        writer.Append(salt);
    }
}
