using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The headers with digests of the body, <c>content-digest</c> (RFC 9530) and its forerunner <c>digest</c> (RFC 3230): signed, they
/// protect nothing until they are compared with the body.
/// </summary>
internal ref struct BodyDigest(ReadOnlySpan<byte> body)
{
    private static readonly HeaderName ContentDigest = new("content-digest");
    private static readonly HeaderName LegacyDigest = new("digest");

    private readonly ReadOnlySpan<byte> _body = body;
    private bool _hasSha256;
    private bool _hasSha512;

    /// <summary>The headers whose digests can be compared.</summary>
    public static readonly ImmutableArray<HeaderName> Headers = [ContentDigest, LegacyDigest];

    /// <summary>
    /// Whether a signature may cover a header: not a digest of the body that the check does not compare, because it would seem to bind
    /// the body. <c>repr-digest</c> (RFC 9530) is of a representation, which a request does not tell.
    /// </summary>
    /// <param name="name">The header's name.</param>
    /// <param name="compared">The headers that the check compares.</param>
    public static bool MayBeCovered(ReadOnlySpan<byte> name, ImmutableArray<HeaderName> compared)
    {
        if (name.SequenceEqual("repr-digest"u8)) return false;
        foreach (var header in Headers)
        {
            if (name.SequenceEqual(header.Bytes)) return compared.Contains(header);
        }

        return true;
    }

    /// <summary>
    /// Whether the body has every SHA-256 and SHA-512 that some headers of a request list, and each header lists one of them. A header
    /// that is absent leaves the body free: <c>Covers</c> has to ask for it.
    /// </summary>
    public static bool IsThatOf<TRequest>(ref TRequest request, ImmutableArray<HeaderName> headers)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var header in headers)
        {
            var count = request.Header(header, out var text);
            if (count is HeaderCount.None) continue;
            var digest = new BodyDigest(request.Body);
            var isMatch = header == ContentDigest ? digest.IsDictionary(text) : digest.IsList(text);
            if (count is HeaderCount.Several || !isMatch) return false;
        }

        return true;
    }

    // RFC 9530, section 2: a dictionary of bytes.
    private bool IsDictionary(ReadOnlySpan<byte> header)
    {
        var reader = new DictionaryReader(header);
        while (reader.TryTake(out var algorithm, out var digest))
        {
            if (digest.IsInnerList || digest.Item.Kind is not BareItemKind.Bytes) return false;
            if (!IsRight(algorithm, digest.Item.Content)) return false;
        }

        return reader.IsDone && (_hasSha256 || _hasSha512);
    }

    // RFC 3230, section 4.3.2: ALGORITHM=BASE64 with commas between, in any case.
    private bool IsList(ReadOnlySpan<byte> header)
    {
        foreach (var range in header.Split((byte)','))
        {
            var digest = header[range].Trim(" \t"u8);
            var equals = digest.IndexOf((byte)'=');
            if (equals < 0 || !IsRight(digest[..equals], digest[(equals + 1)..])) return false;
        }

        return _hasSha256 || _hasSha512;
    }

    // An algorithm that is there twice is denied, so that a body is hashed once by each.
    private bool IsRight(ReadOnlySpan<byte> algorithm, ReadOnlySpan<byte> base64)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        if (Ascii.EqualsIgnoreCase(algorithm, "sha-256"u8))
        {
            if (_hasSha256) return false;
            _hasSha256 = true;
            return IsBase64Of(digest[..SHA256.HashData(_body, digest)], base64);
        }

        if (!Ascii.EqualsIgnoreCase(algorithm, "sha-512"u8)) return true;
        if (_hasSha512) return false;
        _hasSha512 = true;
        return IsBase64Of(digest[..SHA512.HashData(_body, digest)], base64);
    }

    private static bool IsBase64Of(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> base64)
    {
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(SHA512.HashSizeInBytes)];
        _ = Base64.EncodeToUtf8(digest, text, out _, out var written);
        return base64.TrimEnd((byte)'=').SequenceEqual(text[..written].TrimEnd((byte)'='));
    }
}
