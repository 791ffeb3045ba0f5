namespace TokenAuthz.Signing.Filters;

/// <summary>The checksum of gzip and Ethernet (RFC 1952, section 8), which PayPal's webhooks sign in place of the body.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xedb88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Shift((uint)value))];

    public static uint Compute(ReadOnlySpan<byte> text)
    {
        var checksum = uint.MaxValue;
        foreach (var value in text) checksum = Table[(byte)(checksum ^ value)] ^ (checksum >> 8);
        return ~checksum;
    }

    private static uint Shift(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        return value;
    }
}
