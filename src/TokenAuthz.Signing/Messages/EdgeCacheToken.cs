using System.Buffers;
using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The text that a token of Google's Media CDN signs: its fields as they stand, but <c>FullPath</c> with the path behind it, and
/// <c>Headers</c> with the headers' values.
/// </summary>
/// <seealso href="https://cloud.google.com/media-cdn/docs/generate-tokens"/>
internal sealed class EdgeCacheToken(int list) : PartWriter
{
    public static readonly MessagePart Part = new("edge_cache_token", TextForm.Any)
    {
        Writer = (_, settings) => new EdgeCacheToken(settings.IndexOf(WellKnownFields.List)),
        Content = PartContent.Path,
        Fields = [WellKnownFields.List],
        HoldsFields = true,
    };

    // The name of a header is as long as HeaderName keeps.
    private const int MaxName = 64;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"u8);

    // Refuses a token of which not exactly one field says which paths it opens, a header that is absent or repeated, and a path or a header
    // with a text that could pass for a field.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var token = source.Values[list];
        var scopes = 0;
        foreach (var range in token.Split((byte)'~'))
        {
            var field = token[range];
            if (range.Start.Value > 0) writer.Append((byte)'~');
            if (IsScope(field)) scopes++;
            if (field.SequenceEqual("FullPath"u8))
            {
                if (HoldsField(source.Path)) return false;
                writer.Append("FullPath="u8);
                writer.Append(source.Path);
            }
            else if (field.StartsWith("Headers="u8))
            {
                writer.Append("Headers="u8);
                if (!TryWriteHeaders(ref writer, ref source.Request, field["Headers="u8.Length..])) return false;
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
