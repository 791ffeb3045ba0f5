using System.Security.Cryptography;
using System.Text;
using static TokenAuthz.EndToEnd.InsideEnvoy.EnvoyStandIn;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The module reads a body in any pieces: split at every offset, the right one passes and another does not.</summary>
[Collection(nameof(EnvoyStandIn))]
public sealed class ModuleBodySplitTests(EnvoyStandIn envoy)
{
    private static readonly byte[] Body = Encoding.ASCII.GetBytes("""{"action":"opened","number":1}""");

    /// <summary>How a body comes that is split at an offset.</summary>
    private static readonly Dictionary<string, Func<int, int, BodyCall[]>> Ways = new()
    {
        ["in two calls"] = (first, rest) => [new(0, 0, first, 0), new(first, 0, rest, 0) { IsEnd = true }],
        ["in two pieces of one call"] = (first, rest) => [new(0, 0, first, rest) { IsEnd = true }],
        ["in two pieces, before an empty last call"] = (first, rest) =>
            [new(0, 0, first, rest), new(first, rest, 0, 0) { IsEnd = true }],
        ["in two pieces, before trailers"] = (first, rest) =>
            [new(0, 0, first, rest), new(first, rest, 0, 0) { IsTrailers = true }],
        ["in two pieces that a filter in front held back"] = (first, rest) =>
            [new(first, rest, 0, 0) { IsSame = true, IsEnd = true }],
        ["in three pieces"] = (first, rest) =>
            [new(0, 0, first, rest / 2), new(first, rest / 2, rest - (rest / 2), 0) { IsEnd = true }],
    };

    public static TheoryData<string> WayNames => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(WayNames))]
    public void Lets_pass_the_body_that_was_signed_and_no_other(string way)
    {
        Programs.Require("clang");
        var (signature, other) = (SignatureOf(Body), SignatureOf([.. Body, 0]));
        for (var at = 0; at <= Body.Length; at++)
        {
            var calls = Ways[way](at, Body.Length - at);

            AssertPassed((at, 0), Iteration.Continue, envoy.PassBody(signature, Body, calls));
            AssertPassed((at, 403), Iteration.Stop, envoy.PassBody(other, Body, calls));
            Assert.Equal("invalid_token", envoy.Reason());
        }
    }

    [Fact]
    public void Waits_for_the_rest_of_a_body()
    {
        Programs.Require("clang");

        var (next, status) = envoy.PassBody(SignatureOf(Body), Body, new(0, 0, 1, 0), new(1, 0, Body.Length - 2, 0));

        Assert.Equal([Iteration.Stop, Iteration.Stop, Iteration.Stop], next);
        Assert.Equal(0, status);
    }

    private static void AssertPassed((int At, int Status) expected, Iteration last, (Iteration[] Next, int Status) passed)
    {
        Assert.Equal(expected, (expected.At, passed.Status));
        Assert.All(passed.Next[..^1], next => Assert.Equal(Iteration.Stop, next));
        Assert.Equal(last, passed.Next[^1]);
    }

    private static byte[] SignatureOf(byte[] body) =>
        Encoding.ASCII.GetBytes("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("secret"u8, body)));
}
