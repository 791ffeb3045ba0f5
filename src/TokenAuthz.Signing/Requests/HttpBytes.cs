using System.Collections.Immutable;
using System.Text;

namespace TokenAuthz.Signing.Requests;

/// <summary>The bytes that each part of a request can hold, by the grammar of HTTP.</summary>
internal static class HttpBytes
{
    /// <summary>Any byte: a body, a decoded parameter.</summary>
    public static readonly ImmutableHashSet<byte> All = Between(0, 255);

    /// <summary>A header's value (RFC 9110, section 5.5), and the bytes beyond ASCII that servers accept.</summary>
    public static readonly ImmutableHashSet<byte> HeaderValue = All.Except("\0\r\n"u8.ToArray());

    /// <summary>A request target: no blank and no control character.</summary>
    public static readonly ImmutableHashSet<byte> Target = Between(0x21, 255).Remove(0x7f);

    /// <summary>A path ends at the question mark.</summary>
    public static readonly ImmutableHashSet<byte> Path = Target.Remove((byte)'?');

    /// <summary>Parameters whose names and values are percent-encoded.</summary>
    public static readonly ImmutableHashSet<byte> EncodedQuery =
        Of("%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=&");

    /// <summary>A decoded path without zero bytes and backslashes, which the writer of a message refuses.</summary>
    public static readonly ImmutableHashSet<byte> DecodedPath = All.Except("\0\\"u8.ToArray());

    /// <summary>A token (RFC 9110, section 5.6.2), as methods are.</summary>
    public static readonly ImmutableHashSet<byte> Token =
        Of("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>A host with its port.</summary>
    public static readonly ImmutableHashSet<byte> Host = Target.Except("/?#@\\"u8.ToArray());

    /// <summary>An address in its usual notation.</summary>
    public static readonly ImmutableHashSet<byte> Address = Of("0123456789abcdefABCDEF.:%");

    public static ImmutableHashSet<byte> Of(string text) => [.. Encoding.ASCII.GetBytes(text)];

    private static ImmutableHashSet<byte> Between(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(value => (byte)value)];
}
