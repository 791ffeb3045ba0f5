using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.Signing.Requests;

/// <summary>An IPv4 or IPv6 address; an IPv4-mapped IPv6 address is taken as IPv4. The default value is no address.</summary>
public readonly record struct ClientAddress
{
    private const int V4Length = 4;
    private const int V6Length = 16;

    private readonly UInt128 _bits;
    private readonly byte _length;

    private ClientAddress(UInt128 bits, byte length) => (_bits, _length) = (bits, length);

    /// <summary>Whether there is an address.</summary>
    public bool IsKnown => _length > 0;

    /// <summary>Converts an address of the platform; null is no address.</summary>
    public static ClientAddress From(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[V6Length];
        if (address is null || !address.TryWriteBytes(bytes, out var length)) return default;
        if (address.IsIPv4MappedToIPv6)
        {
            bytes = bytes[12..];
            length = V4Length;
        }

        return length == V4Length
            ? new(BinaryPrimitives.ReadUInt32BigEndian(bytes), V4Length)
            : new(BinaryPrimitives.ReadUInt128BigEndian(bytes), V6Length);
    }

    /// <summary>
    /// Reads an address in its usual notation: four decimal numbers, or IPv6 (RFC 4291, section 2.2) without brackets, port and zone.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ClientAddress address)
    {
        address = IPAddress.TryParse(text, out var parsed) && IsUsual(text, parsed) ? From(parsed) : default;
        return address.IsKnown;
    }

    // The platform also reads 127.1, 0x7f.0.0.1 and [::1]:80, and takes 010.0.0.1 for 8.0.0.1 where other programs take it for 10.0.0.1.
    private static bool IsUsual(ReadOnlySpan<byte> text, IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetworkV6) return !text.ContainsAny("[]%"u8);
        Span<byte> usual = stackalloc byte[15];
        return address.TryFormat(usual, out var length) && text.SequenceEqual(usual[..length]);
    }

    /// <summary>Whether the address has the same first bits as another of its IP version.</summary>
    internal bool IsInNetwork(ClientAddress network, int bits)
    {
        var host = (8 * _length) - bits;
        return IsKnown && _length == network._length && host >= 0 && (host == 128 || _bits >> host == network._bits >> host);
    }

    /// <summary>Whether the address is one of two others of its IP version, or between them.</summary>
    internal bool IsBetween(ClientAddress first, ClientAddress last) =>
        IsKnown && _length == first._length && _length == last._length && first._bits <= _bits && _bits <= last._bits;

    /// <summary>Writes the address in network order.</summary>
    /// <param name="bytes">Room for 16 bytes.</param>
    /// <param name="v6Prefix">How many leading bits of an IPv6 address are written; the others are 0.</param>
    /// <returns>How many bytes were written: 4, 16, or 0 when there is no address.</returns>
    public int WriteBytes(Span<byte> bytes, int v6Prefix = 128)
    {
        var mask = v6Prefix <= 0 ? 0 : UInt128.MaxValue << (128 - v6Prefix);
        if (_length == V4Length) BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_bits);
        else if (_length == V6Length) BinaryPrimitives.WriteUInt128BigEndian(bytes, _bits & mask);
        return _length;
    }

    /// <summary>Writes the address in its usual notation.</summary>
    /// <param name="text">Room for 45 bytes.</param>
    /// <returns>How many bytes were written; 0 when there is no address.</returns>
    public int WriteText(Span<byte> text)
    {
        if (!IsKnown) return 0;
        Span<byte> bytes = stackalloc byte[V6Length];
        var address = new IPAddress(bytes[..WriteBytes(bytes)]);
        return address.TryFormat(text, out var written) ? written : 0;
    }

    /// <summary>The address in its usual notation; empty when there is none.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[45];
        return System.Text.Encoding.ASCII.GetString(text[..WriteText(text)]);
    }
}
