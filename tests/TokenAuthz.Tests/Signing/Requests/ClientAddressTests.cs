using System.Net;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing.Requests;

public static class ClientAddressTests
{
    [Theory]
    [InlineData("IPv4", "192.0.2.1", "192.0.2.1", "c0000201")]
    [InlineData("IPv4 in IPv6, which a socket of both gives", "::ffff:192.0.2.1", "192.0.2.1", "c0000201")]
    [InlineData("IPv6", "2001:DB8::1", "2001:db8::1", "20010db8000000000000000000000001")]
    [InlineData(
        "the longest",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
        "fffffffffffffffffffffffffffffffe")]
    public static void Has_one_text_and_its_bytes_in_network_order(string description, string text, string expected, string bytes)
    {
        Assert.True(ClientAddress.TryParse(Encoding.ASCII.GetBytes(text), out var address), description);
        var room = new byte[16];

        Assert.Equal((expected, bytes), (address.ToString(), Convert.ToHexStringLower(room[..address.WriteBytes(room)])));
        Assert.Equal(address, ClientAddress.From(IPAddress.Parse(expected)));
    }

    [Theory]
    [InlineData(128, "20010db8ffffffffffffffffffffffff")]
    [InlineData(64, "20010db8ffffffff0000000000000000")]
    [InlineData(33, "20010db8800000000000000000000000")]
    [InlineData(1, "00000000000000000000000000000000")]
    [InlineData(0, "00000000000000000000000000000000")]
    public static void Writes_as_many_leading_bits_as_are_asked_for(int prefix, string expected)
    {
        var bytes = new byte[16];
        _ = ClientAddress.From(IPAddress.Parse("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")).WriteBytes(bytes, prefix);

        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("example.com")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2")]
    [InlineData("3221225985")]
    [InlineData("192.0.2.01")]
    [InlineData("0300.0.2.1")]
    [InlineData("0xc0.0.2.1")]
    [InlineData("192.0.2.1:80")]
    [InlineData("[2001:db8::1]")]
    [InlineData("[2001:db8::1]:80")]
    [InlineData("2001:db8::1%1")]
    [InlineData("2001:db8::1/64")]
    public static void Is_not_known_when_it_is_none(string text)
    {
        Assert.False(ClientAddress.TryParse(Encoding.ASCII.GetBytes(text), out var address));
        Assert.Equal((false, "", default), (address.IsKnown, address.ToString(), ClientAddress.From(null)));
    }
}
