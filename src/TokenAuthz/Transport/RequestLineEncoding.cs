using System.Buffers;
using System.Text;

namespace TokenAuthz.Transport;

/// <summary>
/// Reads method, scheme, authority and path of a request over HTTP/2. Kestrel resets the stream of a request in which it does not
/// like one of them, and a gateway that fails open takes that for an allow; the same over HTTP/1 is answered 400, a deny. So what
/// Kestrel would not take is replaced here by a text that it takes and that no request can mean: such a request is denied.
/// </summary>
internal abstract class RequestLineEncoding : Encoding
{
    /// <summary>How long method, scheme, authority and path may be together, in bytes.</summary>
    public const int MaxLineSize = 64 * 1024;

    /// <summary>Stands for a path that cannot be read.</summary>
    public const string UnclearPath = "/\u0001";

    /// <summary>Stands for a method or an authority that cannot be read.</summary>
    public const string Unclear = "!";

    private const int MaxMethodSize = 1024;
    private const int MaxAuthoritySize = 1024;
    private const int MaxSchemeSize = 32;
    private const int MaxPathSize = MaxLineSize - MaxMethodSize - MaxAuthoritySize - MaxSchemeSize;

    private static readonly RequestLineEncoding Method = new MethodEncoding();
    private static readonly RequestLineEncoding Scheme = new SchemeEncoding();
    private static readonly RequestLineEncoding Authority = new AuthorityEncoding();
    private static readonly RequestLineEncoding Path = new PathEncoding();

    /// <summary>The encoding of a pseudo-header; null for any other header.</summary>
    public static Encoding? Of(string name) => name switch
    {
        ":method" => Method,
        ":scheme" => Scheme,
        ":authority" => Authority,
        ":path" => Path,
        _ => null,
    };

    protected abstract string Instead { get; }

    public override unsafe int GetCharCount(byte* bytes, int count) =>
        IsClear(new(bytes, count)) ? count : Instead.Length;

    public override unsafe int GetChars(byte* bytes, int byteCount, char* chars, int charCount) =>
        GetChars(new ReadOnlySpan<byte>(bytes, byteCount), new Span<char>(chars, charCount));

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (IsClear(bytes)) return Latin1.GetChars(bytes, chars);
        Instead.CopyTo(chars);
        return Instead.Length;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) =>
        IsClear(bytes.AsSpan(index, count)) ? count : Instead.Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => Math.Max(byteCount, Uri.UriSchemeHttp.Length);

    protected abstract bool IsClear(ReadOnlySpan<byte> text);

    private sealed class MethodEncoding : RequestLineEncoding
    {
        // RFC 9110, section 5.6.2.
        private static readonly SearchValues<byte> Token =
            SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

        protected override string Instead => Unclear;

        protected override bool IsClear(ReadOnlySpan<byte> text) =>
            text.Length is > 0 and <= MaxMethodSize && !text.ContainsAnyExcept(Token);
    }

    private sealed class SchemeEncoding : RequestLineEncoding
    {
        private static readonly SearchValues<byte> Characters =
            SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

        // No check looks at the scheme.
        protected override string Instead => Uri.UriSchemeHttp;

        // RFC 3986, section 3.1.
        protected override bool IsClear(ReadOnlySpan<byte> text) =>
            text.Length is > 0 and <= MaxSchemeSize && char.IsAsciiLetter((char)text[0]) && !text.ContainsAnyExcept(Characters);
    }

    private sealed class AuthorityEncoding : RequestLineEncoding
    {
        private static readonly SearchValues<byte> Name =
            SearchValues.Create("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

        private static readonly SearchValues<byte> Address = SearchValues.Create(":.0123456789ABCDEFabcdef"u8);

        protected override string Instead => Unclear;

        protected override bool IsClear(ReadOnlySpan<byte> text)
        {
            if (text.Length > MaxAuthoritySize) return false;
            var isAddress = text is [(byte)'[', ..];
            var end = isAddress ? text.IndexOf((byte)']') : text.IndexOf((byte)':');
            var host = isAddress ? text[1..Math.Max(1, end)] : end < 0 ? text : text[..end];
            var port = isAddress ? text[(end + 1)..] : end < 0 ? default : text[end..];
            return (isAddress ? end > 2 && !host.ContainsAnyExcept(Address) : !host.IsEmpty && !host.ContainsAnyExcept(Name))
                && (port.IsEmpty || (port is [(byte)':', _, ..] && !port[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9')));
        }
    }

    private sealed class PathEncoding : RequestLineEncoding
    {
        protected override string Instead => UnclearPath;

        protected override bool IsClear(ReadOnlySpan<byte> text) =>
            text is [(byte)'/', ..]
            && text.Length <= MaxPathSize
            && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            && !HasNull(text);

        // Kestrel decodes the path.
        private static bool HasNull(ReadOnlySpan<byte> text)
        {
            var escape = text.IndexOf("%00"u8);
            return escape >= 0 && text[..escape].IndexOf((byte)'?') < 0;
        }
    }
}
