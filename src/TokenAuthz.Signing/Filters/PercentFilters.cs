using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

/// <summary>The filters of percent-encoding (RFC 3986, section 2).</summary>
internal static class PercentFilters
{
    private static readonly ImmutableHashSet<byte> Encoded =
        HttpBytes.Of("%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly TextFilter EncodeAll =
        new((text, result) => Encode(text, result, keepsSlash: false), PercentEncoding.MaxEncodedLength)
        {
            FormOf = _ => new() { Bytes = Encoded },
        };

    public static IReadOnlyDictionary<string, TextFilter> All { get; } = new Dictionary<string, TextFilter>
    {
        // An encoded slash becomes a slash: a signed text that was decoded does not tell one from the other.
        ["decode"] = new(Decode, length => length) { Loss = FilterLoss.Content, FormOf = _ => TextForm.Any, Inverse = EncodeAll },
        ["encode"] = EncodeAll,
        ["encode_path"] = new((text, result) => Encode(text, result, keepsSlash: true), PercentEncoding.MaxEncodedLength)
        {
            FormOf = FormOfPath,
        },
        ["encode_once"] = new(EncodeOnce, PercentEncoding.MaxEncodedLength) { Loss = FilterLoss.Spelling, FormOf = FormOfPath },
    };

    /// <summary>Decodes the escapes of some characters, and no others; null for no characters.</summary>
    public static TextFilter? DecodeOnly(string characters)
    {
        var decoded = HttpBytes.Of(characters);
        return characters.Length == 0 ? null : new((text, result) => DecodeOnly(text, result, decoded), length => length)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new()
            {
                Bytes = form.Bytes.Union(decoded),
                Start = form.Start is (byte)'%' ? null : form.Start,
                MayBeRestricted = form.MayBeRestricted,
            },
        };
    }

    private static int DecodeOnly(ReadOnlySpan<byte> text, Span<byte> result, ImmutableHashSet<byte> decoded)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isDecoded = text[i] == '%' && PercentEncoding.TryDecodePair(text[(i + 1)..], out var value) && decoded.Contains(value);
            result[length++] = isDecoded ? ValueOf(text[(i + 1)..]) : text[i];
            if (isDecoded) i += 2;
        }

        return length;
    }

    private static byte ValueOf(ReadOnlySpan<byte> pair)
    {
        _ = PercentEncoding.TryDecodePair(pair, out var value);
        return value;
    }

    private static TextForm FormOfPath(TextForm form) =>
        new() { Bytes = Encoded.Add((byte)'/'), Start = form.Start is (byte)'/' ? form.Start : null };

    private static int Decode(ReadOnlySpan<byte> text, Span<byte> result) =>
        PercentEncoding.TryDecode(text, result, out var length) ? length : -1;

    private static int Encode(ReadOnlySpan<byte> text, Span<byte> result, bool keepsSlash)
    {
        var length = 0;
        foreach (var value in text) length += PercentEncoding.Encode(value, result[length..], keepsSlash);
        return length;
    }

    // The one spelling of RFC 3986, section 6.2.2: escapes in upper case, and only of characters that need one. A slash and its escape
    // stay different.
    private static int EncodeOnce(ReadOnlySpan<byte> text, Span<byte> result)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == '%' && PercentEncoding.TryDecodePair(text[(i + 1)..], out _);
            var value = text[i];
            if (isEscape)
            {
                _ = PercentEncoding.TryDecodePair(text[(i + 1)..], out value);
                i += 2;
            }

            length += PercentEncoding.Encode(value, result[length..], keepsSlash: !isEscape);
        }

        return length;
    }
}
