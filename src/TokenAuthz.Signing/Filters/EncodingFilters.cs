using System.Buffers;
using System.Globalization;
using TokenAuthz.Signing.Encodings;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

/// <summary>The filters that write bytes as text, and read them back.</summary>
internal static class EncodingFilters
{
    private const int MaxNumber = sizeof(ulong);
    private const int MaxDigits = 20;

    private const string Digits = "0123456789";

    private static readonly TextFilter Hex = Writes($"{Digits}abcdef", WriteHex, length => 2 * length);
    private static readonly TextFilter Base64 = WritesBase64(Base64Text.Plain);
    private static readonly TextFilter CloudFront = WritesBase64(Base64Text.CloudFront);

    // Without padding, as in JWS (RFC 7515).
    private static readonly TextFilter Base64Url =
        Writes(Base64Text.Url.Alphabet, System.Buffers.Text.Base64Url.EncodeToUtf8, System.Buffers.Text.Base64Url.GetEncodedLength);

    public static IReadOnlyDictionary<string, TextFilter> All { get; } = new Dictionary<string, TextFilter>
    {
        ["hex"] = Hex,
        ["HEX"] = Writes($"{Digits}ABCDEF", WriteUpperHex, length => 2 * length),
        ["base64"] = Base64,
        ["base64url"] = Base64Url,
        ["base64cloudfront"] = CloudFront,

        // The number has no leading zeros, so that it does not tell how many bytes there were.
        ["decimal"] = new(WriteDecimal, _ => MaxDigits)
        {
            Loss = FilterLoss.Spelling,
            FormOf = _ => new() { Bytes = HttpBytes.Of(Digits) },
        },
        ["from_hex"] = Reads(ReadHex, Hex),
        ["from_base64"] = Reads(Base64Text.Plain.Read, Base64),
        ["from_base64url"] = Reads(Base64Text.Url.Read, Base64Url),
        ["from_base64url_unpadded"] = Reads(ReadUnpadded, Base64Url),
        ["from_base64cloudfront"] = Reads(Base64Text.CloudFront.Read, CloudFront),
    };

    private static TextFilter Writes(string alphabet, TextFilter.Function function, Func<int, int> roomFor) =>
        new(function, roomFor) { FormOf = form => new() { Bytes = HttpBytes.Of(alphabet), IsFixed = form.IsFixed } };

    private static TextFilter WritesBase64(Base64Text base64) => Writes(base64.Alphabet, base64.Write, length => (length + 2) / 3 * 4);

    // Hex has two cases, and base64 may have its padding or not.
    private static TextFilter Reads(TextFilter.Function function, TextFilter inverse) =>
        new(function, length => length) { Loss = FilterLoss.Spelling, FormOf = _ => TextForm.Any, Inverse = inverse };

    private static int WriteHex(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        _ = Convert.TryToHexStringLower(bytes, text, out var length);
        return length;
    }

    private static int WriteUpperHex(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        _ = Convert.TryToHexString(bytes, text, out var length);
        return length;
    }

    private static int WriteDecimal(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        if (bytes.Length > MaxNumber) return -1;
        var number = 0UL;
        foreach (var value in bytes) number = (number << 8) | value;
        return number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture) ? length : -1;
    }

    // JWTs have one spelling only (RFC 7515, section 2).
    private static int ReadUnpadded(ReadOnlySpan<byte> text, Span<byte> bytes) =>
        text.Contains((byte)'=') ? -1 : Base64Text.Url.Read(text, bytes);

    private static int ReadHex(ReadOnlySpan<byte> text, Span<byte> bytes) =>
        Convert.FromHexString(text, bytes, out _, out var length) is OperationStatus.Done ? length : -1;
}
