using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>
/// A check asks a lazy view for method and host only where a policy or a scheme reads them, and then they have to be clear.
/// </summary>
public static class LazyViewTests
{
    private const string Unclear = "example.com:80:80";

    [Fact]
    public static void Asks_for_neither_when_nothing_reads_them()
    {
        var request = new LazyRequest(new("/a") { HostText = Unclear, MethodText = "" });

        var decision = new PolicySamples().Engine.Begin(PolicySamples.Listener, policy: null, ref request).Decision;

        Assert.Equal((DenyReason.MissingToken, ""), (decision.Reason, string.Join(' ', request.Asked)));
    }

    [Theory]
    [InlineData("a policy lists hosts", "Policies:0:Hosts:0=a.example.com")]
    [InlineData("another policy lists hosts", "Policies:1:Name=other", "Policies:1:Hosts:0=a.example.com")]
    [InlineData("the host is signed", "Policies:0:Scheme=hmac-v1")]
    [InlineData("the host is within a part that is made", "Policies:0:Scheme=oauth1")]
    [InlineData("handshakes pass, whose answer may have the host", "Policies:0:Scheme=slack", "Policies:0:Handshake=Pass")]
    public static void Denies_a_host_that_is_not_clear_when(string description, params string[] settings) =>
        AssertBadRequest(description, new("/a") { HostText = Unclear }, settings);

    [Fact]
    public static void Denies_a_request_without_a_method_when_a_policy_lists_methods() =>
        AssertBadRequest("methods are listed", new("/a") { MethodText = "" }, "Policies:0:Methods:0=GET");

    private static void AssertBadRequest(string description, TestRequest inner, params string[] settings)
    {
        var request = new LazyRequest(inner);

        var decision = new PolicySamples(["Policies:0:Name=p", .. settings]).Engine.Begin(PolicySamples.Listener, policy: null, ref request)
            .Decision;

        Assert.Equal((description, DenyReason.BadRequest), (description, decision.Reason));
    }

    private struct LazyRequest(TestRequest inner) : IRequestView
    {
        public static bool IsLazy => true;

        public List<string> Asked { get; } = [];

        public readonly ReadOnlySpan<byte> Method => Ask("method", inner.Method);

        public readonly ReadOnlySpan<byte> Host => Ask("host", inner.Host);

        public readonly ReadOnlySpan<byte> Target => inner.Target;

        public readonly ReadOnlySpan<byte> Body => inner.Body;

        public readonly ClientAddress ClientAddress => inner.ClientAddress;

        public readonly HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value) => inner.Header(name, out value);

        public readonly bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value) =>
            inner.TryGetLine(name, index, out value);

        public readonly int CountLines(HeaderName beginning) => inner.CountLines(beginning);

        private readonly ReadOnlySpan<byte> Ask(string what, ReadOnlySpan<byte> value)
        {
            Asked.Add(what);
            return value;
        }
    }
}
