using System.Buffers;
using System.Text;
using CsCheck;
using TokenAuthz.Signing.Encodings;

namespace TokenAuthz.Tests.Signing.Algorithms;

public static class HexTextTests
{
    [Fact]
    public static void Agrees_with_the_platform_for_any_bytes_of_any_length() =>
        Gen.Byte.Array[0, 40].Sample(bytes =>
            Read(Convert.ToHexStringLower(bytes), isLower: true) == Convert.ToHexString(bytes)
            && Read(Convert.ToHexString(bytes), isLower: false) == Convert.ToHexString(bytes));

    [Fact]
    public static void Reads_letters_of_one_case_where_they_have_one()
    {
        Assert.Equal("ABCDEF0123456789", Read("abCDef0123456789", isLower: false));
        for (var place = 0; place < 18; place++)
            Assert.Null(Read($"{new string('0', place)}A{new string('0', 17 - place)}", isLower: true));
    }

    [Fact]
    public static void Refuses_what_the_platform_refuses_at_every_place()
    {
        for (var length = 2; length <= 20; length += 2)
        {
            for (var place = 0; place < length; place++)
            {
                for (var value = 0; value <= byte.MaxValue; value++)
                {
                    var text = Enumerable.Repeat((byte)'7', length).ToArray();
                    text[place] = (byte)value;
                    var expected = Platform(text);
                    Assert.Equal((place, value, expected), (place, value, Read(text, isLower: false)));
                    var isUpper = value is >= 'A' and <= 'F';
                    Assert.Equal((place, value, isUpper ? null : expected), (place, value, Read(text, isLower: true)));
                }
            }
        }
    }

    [Theory]
    [InlineData("an odd number of digits", "012", 4)]
    [InlineData("more bytes than there is room for", "0123456789", 4)]
    public static void Refuses_a_text_of_another_length(string description, string text, int room) =>
        Assert.False(HexText.TryRead(Encoding.ASCII.GetBytes(text), new byte[room], isLower: false, out _), description);

    private static string? Read(string text, bool isLower) => Read(Encoding.ASCII.GetBytes(text), isLower);

    private static string? Read(byte[] text, bool isLower)
    {
        var bytes = new byte[text.Length / 2];
        if (!HexText.TryRead(text, bytes, isLower, out var written)) return null;
        Assert.Equal(bytes.Length, written);
        return Convert.ToHexString(bytes);
    }

    private static string? Platform(byte[] text)
    {
        var bytes = new byte[text.Length / 2];
        return Convert.FromHexString(text, bytes, out _, out _) is OperationStatus.Done ? Convert.ToHexString(bytes) : null;
    }
}
