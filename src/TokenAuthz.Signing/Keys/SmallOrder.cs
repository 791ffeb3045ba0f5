namespace TokenAuthz.Signing.Keys;

/// <summary>The points of Curve25519 whose order divides eight, in each of their encodings.</summary>
internal static class SmallOrder
{
    // The y coordinate in little-endian order, without the bit of the sign of x: 0, 1, two of order eight, -1, and p and p + 1, which
    // are 0 and 1 again.
    private static readonly byte[][] Points =
    [
        .. new[]
        {
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        }.Select(Convert.FromHexString),
    ];

    /// <summary>Whether an Ed25519 public key is such a point.</summary>
    public static bool Includes(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty) return false;
        byte[] unsigned = [.. key[..^1], (byte)(key[^1] & 0x7f)];
        return Points.Any(point => point.AsSpan().SequenceEqual(unsigned));
    }
}
