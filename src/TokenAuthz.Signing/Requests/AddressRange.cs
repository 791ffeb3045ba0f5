using System.Buffers.Text;

namespace TokenAuthz.Signing.Requests;

/// <summary>
/// The clients that a token is bound to: one address, a network (<c>192.0.2.0/24</c>), or a range (<c>192.0.2.1-192.0.2.9</c>). An
/// address of the other IP version is in no range.
/// </summary>
internal static class AddressRange
{
    /// <summary>Whether an address is in a range; never one that is not known, and never in a range that is ill-formed.</summary>
    public static bool Contains(ReadOnlySpan<byte> range, ClientAddress address)
    {
        var end = range.IndexOfAny((byte)'/', (byte)'-');
        if (!ClientAddress.TryParse(end < 0 ? range : range[..end], out var first)) return false;
        if (end < 0) return first == address;
        var rest = range[(end + 1)..];
        return range[end] == '-'
            ? ClientAddress.TryParse(rest, out var last) && address.IsBetween(first, last)
            : TryReadBits(rest, out var bits) && address.IsInNetwork(first, bits);
    }

    private static bool TryReadBits(ReadOnlySpan<byte> text, out int bits)
    {
        bits = 0;
        return text.Length is > 0 and <= 3
            && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(text, out bits, out _);
    }
}
