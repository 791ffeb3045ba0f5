using System.Buffers;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The text that a token of Google's Media CDN signs: its fields as they stand, but <c>FullPath</c> with the path behind it, and
/// <c>Headers</c> with the headers' values.
/// </summary>
/// <seealso href="https://cloud.google.com/media-cdn/docs/generate-tokens"/>
internal static class EdgeCacheToken
{
    // The name of a header is as long as HeaderName keeps.
    private const int MaxName = 64;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"u8);

    /// <summary>Writes the text.</summary>
    /// <param name="writer">Receives the text.</param>
    /// <param name="request">The request.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="token">The fields of the token, without its signature.</param>
    /// <returns>
    /// False when not exactly one field says which paths the token opens, a header is absent or repeated, or the path or a header
    /// holds a text that could pass for a field.
    /// </returns>
    public static bool TryWrite<TRequest>(
        ref ByteWriter writer, ref TRequest request, scoped ReadOnlySpan<byte> path, ReadOnlySpan<byte> token)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var scopes = 0;
        foreach (var range in token.Split((byte)'~'))
        {
            var field = token[range];
            if (range.Start.Value > 0) writer.Append((byte)'~');
            if (IsScope(field)) scopes++;
            if (field.SequenceEqual("FullPath"u8))
            {
                if (HoldsField(path)) return false;
                writer.Append("FullPath="u8);
                writer.Append(path);
            }
            else if (field.StartsWith("Headers="u8))
            {
                writer.Append("Headers="u8);
                if (!TryWriteHeaders(ref writer, ref request, field["Headers="u8.Length..])) return false;
            }
            else
            {
                writer.Append(field);
            }
        }

        return scopes == 1;
    }

    private static bool IsScope(ReadOnlySpan<byte> field) =>
        field.SequenceEqual("FullPath"u8)
        || field.StartsWith("URLPrefix="u8)
        || field.StartsWith("PathGlobs="u8)
        || field.StartsWith("paths="u8)
        || field.StartsWith("acl="u8);

    private static bool TryWriteHeaders<TRequest>(ref ByteWriter writer, ref TRequest request, ReadOnlySpan<byte> names)
        where TRequest : struct, IRequestView, allows ref struct
    {
        Span<byte> lower = stackalloc byte[MaxName];
        foreach (var range in names.Split((byte)','))
        {
            var name = names[range];
            if (Ascii.ToLower(name, lower, out var length) is not OperationStatus.Done) return false;
            if (!HeaderName.TryGet(lower[..length], out var header)) return false;
            if (request.Header(header, out var value) is not HeaderCount.One || HoldsField(value)) return false;
            if (range.Start.Value > 0) writer.Append((byte)',');
            writer.Append(name);
            writer.Append((byte)'=');
            writer.Append(value);
        }

        return true;
    }

    // A value with `~IPRanges=..` or `,Name=..` in it would stand for a field or a header that the token does not have.
    private static bool HoldsField(ReadOnlySpan<byte> text)
    {
        for (var mark = text.IndexOfAny((byte)'~', (byte)','); mark >= 0; mark = text.IndexOfAny((byte)'~', (byte)','))
        {
            text = text[(mark + 1)..];
            var end = text.IndexOfAnyExcept(NameBytes);
            if (end > 0 && text[end] == '=') return true;
            if (text.StartsWith("FullPath"u8)) return true;
        }

        return false;
    }
}
