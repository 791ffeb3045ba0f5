using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// Reads the host of a request, the same for every way in: <c>name[:port]</c> or <c>[IPv6][:port]</c> (RFC 9110, section 7.2),
/// a name with one dot at its end or none. Servers cut anything else, such as <c>a:80:80</c>, in different places.
/// </summary>
public static class RequestHost
{
    /// <summary>More characters than any host has: a name has at most 253 (RFC 1035), and there may be a dot and a port.</summary>
    public const int MaxLength = 260;

    private const int MaxNameLength = 253;
    private const int MaxPortLength = 5;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"u8);
    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("ABCDEFabcdef0123456789:."u8);

    /// <summary>Whether a host can be read in one way only; none at all can.</summary>
    /// <param name="host">The value of <c>Host</c> or <c>:authority</c>.</param>
    public static bool IsWellFormed(ReadOnlySpan<byte> host)
    {
        if (host.IsEmpty) return true;
        Span<char> buffer = stackalloc char[MaxLength];
        return TryNormalize(host, buffer, out _);
    }

    /// <summary>
    /// Reads a host in the form in which hosts are compared: lower case, without its port and a dot at its end, an IPv6 address
    /// as RFC 5952 writes it.
    /// </summary>
    /// <param name="host">The value of <c>Host</c> or <c>:authority</c>.</param>
    /// <param name="buffer">Room for <see cref="MaxLength"/> characters.</param>
    /// <param name="normalized">The host, in the buffer.</param>
    /// <returns>False when it is empty or ill-formed.</returns>
    public static bool TryNormalize(scoped ReadOnlySpan<byte> host, Span<char> buffer, out ReadOnlySpan<char> normalized)
    {
        normalized = default;
        var isAddress = host is [(byte)'[', ..];
        var end = isAddress ? host.IndexOf((byte)']') + 1 : host.IndexOf((byte)':');
        if (end < 0) end = host.Length;
        if (!IsPort(host[end..])) return false;
        var length = isAddress ? WriteAddress(host[..end], buffer) : WriteName(host[..end], buffer);
        normalized = buffer[..length];
        return length > 0;
    }

    /// <summary>As above, of a text whose characters are a byte each.</summary>
    public static bool TryNormalize(scoped ReadOnlySpan<char> host, Span<char> buffer, out ReadOnlySpan<char> normalized)
    {
        normalized = default;
        if (host.Length > MaxLength) return false;
        Span<byte> bytes = stackalloc byte[MaxLength];
        return TryNormalize(bytes[..Encoding.Latin1.GetBytes(host, bytes)], buffer, out normalized);
    }

    private static bool IsPort(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return true;
        return text[0] == ':' && text.Length is > 1 and <= MaxPortLength + 1 && text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static int WriteName(ReadOnlySpan<byte> name, Span<char> buffer)
    {
        if (name is [.. var rest, (byte)'.']) name = rest;
        if (name.Length is 0 or > MaxNameLength || name.ContainsAnyExcept(NameBytes)) return 0;
        if (name[0] == '.' || name[^1] == '.' || name.IndexOf(".."u8) >= 0) return 0;
        for (var i = 0; i < name.Length; i++) buffer[i] = char.ToLowerInvariant((char)name[i]);
        return name.Length;
    }

    private static int WriteAddress(ReadOnlySpan<byte> bracketed, Span<char> buffer)
    {
        if (bracketed.Length < "[::]".Length) return 0;
        var text = bracketed[1..^1];
        if (text.ContainsAnyExcept(AddressBytes) || !IPAddress.TryParse(text, out var address)) return 0;
        if (address.AddressFamily is not AddressFamily.InterNetworkV6) return 0;
        buffer[0] = '[';
        if (!address.TryFormat(buffer[1..^1], out var written)) return 0;
        buffer[written + 1] = ']';
        return written + 2;
    }
}
