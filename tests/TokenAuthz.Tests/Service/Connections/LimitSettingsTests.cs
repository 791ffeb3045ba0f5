using TokenAuthz.Connections;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Service.Connections;

/// <summary>The limits of connections: what they are when nobody sets them, and how listeners share them.</summary>
public static class LimitSettingsTests
{
    private const long Mi = 1024 * 1024;

    [Theory]
    [InlineData("the chart's 256 MiB, of which the heap may hold three quarters", 192 * Mi, 1_048_576, 1024)]
    [InlineData("1 GiB", 768 * Mi, 1_048_576, 4096)]
    [InlineData("a large machine", 1024 * 1024 * Mi, 1_048_576, 65_536)]
    [InlineData("few open files", 192 * Mi, 1024, 768)]
    [InlineData("hardly anything", 1 * Mi, 20, 64)]
    public static void Fits_the_connections_to(string description, long memory, long openFiles, int connections) =>
        Expect.Equal(connections, LimitSettings.DefaultConnections(memory, openFiles), description);

    [Fact]
    public static void Gives_each_listener_an_equal_share_unless_it_is_set()
    {
        string[] three = ["Listeners:0:Url=http://*:1", "Listeners:1:Url=http://*:2", "Listeners:1:Name=b", "Listeners:2:Url=http://*:3",
            "Listeners:2:Name=c", "Limits:Connections=100"];

        Assert.Equal(33, KnownSettings.Read(three).Limits.ConnectionsPerListener);
        Assert.Equal(90, KnownSettings.Read([.. three, "Limits:ConnectionsPerListener=90"]).Limits.ConnectionsPerListener);
    }

    [Theory]
    [InlineData("the chart's 256 MiB", 192 * Mi, (int)Mi, 48)]
    [InlineData("the chart's 256 MiB and bodies of 3 MiB, each of which takes 4 MiB", 192 * Mi, 3 * (int)Mi, 12)]
    [InlineData("the chart's 256 MiB and the longest bodies", 192 * Mi, 32 * (int)Mi, 1)]
    [InlineData("hardly anything", 1 * Mi, (int)Mi, 1)]
    [InlineData("a large machine", 1024 * 1024 * Mi, (int)Mi, 64)]
    public static void Fits_the_bodies_to(string description, long memory, int bodySize, int bodies) =>
        Expect.Equal(bodies, LimitSettings.DefaultBodies(memory, bodySize), description);

    [Fact]
    public static void Refuses_to_discard_less_than_a_check_may_have()
    {
        const string Longest = "Limits:BodySize=33554432";
        const string Enough = "Limits:DiscardedBody=34603008";

        Assert.Equal(33_554_432, KnownSettings.Read(Longest, Enough).Checks.BodySize);
        var error = Assert.Single(
            Assert.Throws<ConfigurationException>(() => KnownSettings.Read(Longest, "Limits:DiscardedBody=34603007")).Errors);
        Assert.Equal("TokenAuthz:Limits:DiscardedBody", error.Path);
    }
}
