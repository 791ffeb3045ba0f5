using System.Net;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing.Requests;

public static class AddressRangeTests
{
    [Theory]
    [InlineData("the address", "192.0.2.1", "192.0.2.1", true)]
    [InlineData("another address", "192.0.2.1", "192.0.2.2", false)]
    [InlineData("an address in IPv6", "2001:db8::1", "2001:DB8::1", true)]
    [InlineData("a network of one address", "192.0.2.1/32", "192.0.2.1", true)]
    [InlineData("a network", "192.0.2.0/24", "192.0.2.255", true)]
    [InlineData("another network", "192.0.2.0/24", "192.0.3.0", false)]
    [InlineData("a network by one of its addresses", "192.0.2.77/24", "192.0.2.1", true)]
    [InlineData("half of a byte", "192.0.2.16/28", "192.0.2.32", false)]
    [InlineData("every address", "0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("an IPv6 client, and every address of IPv4", "0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("IPv4 in IPv6", "192.0.2.0/24", "::ffff:192.0.2.1", true)]
    [InlineData("a network of IPv6", "2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("every address of IPv6", "::/0", "2001:db8::1", true)]
    [InlineData("too many bits", "192.0.2.1/33", "192.0.2.1", false)]
    [InlineData("too many bits of IPv6", "::/129", "::", false)]
    [InlineData("no bits", "192.0.2.1/", "192.0.2.1", false)]
    [InlineData("bits with a sign", "192.0.2.1/+1", "192.0.2.1", false)]
    [InlineData("bits that are no number", "192.0.2.1/255.255.255.0", "192.0.2.1", false)]
    [InlineData("the first of a range", "192.0.2.1-192.0.2.9", "192.0.2.1", true)]
    [InlineData("the last of a range", "192.0.2.1-192.0.2.9", "192.0.2.9", true)]
    [InlineData("behind a range", "192.0.2.1-192.0.2.9", "192.0.2.10", false)]
    [InlineData("a range of both versions", "192.0.2.1-2001:db8::1", "192.0.2.1", false)]
    [InlineData("half of a range", "192.0.2.1-", "192.0.2.1", false)]
    [InlineData("no address", "", "192.0.2.1", false)]
    [InlineData("an escape", "192.0.2.0%2F24", "192.0.2.1", false)]
    public static void Contains(string description, string range, string address, bool isIn) =>
        Expect.Equal(
            isIn, AddressRange.Contains(Encoding.ASCII.GetBytes(range), ClientAddress.From(IPAddress.Parse(address))), description);

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("0.0.0.0/0")]
    [InlineData("0.0.0.0-255.255.255.255")]
    public static void Contains_no_address_that_is_not_known(string range) =>
        Assert.False(AddressRange.Contains(Encoding.ASCII.GetBytes(range), default));
}
