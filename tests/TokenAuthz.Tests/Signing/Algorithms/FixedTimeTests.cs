using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Tests.Signing.Algorithms;

public static class FixedTimeTests
{
    [Fact]
    public static void Tells_every_bit_that_differs_at_every_length()
    {
        for (var length = 0; length <= 70; length++)
        {
            var text = new byte[length];
            new Random(length).NextBytes(text);
            Assert.True(FixedTime.AreEqual(text, [.. text]));
            Assert.False(FixedTime.AreEqual(text, [.. text, 0]));
            for (var bit = 0; bit < 8 * length; bit++)
            {
                byte[] other = [.. text];
                other[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(FixedTime.AreEqual(text, other), $"bit {bit} of {length} bytes");
            }
        }
    }
}
