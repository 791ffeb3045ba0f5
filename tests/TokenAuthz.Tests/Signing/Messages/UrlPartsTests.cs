using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>The parts that are made of the URL, for both schemes, because a gateway does not tell which one it was.</summary>
public static class UrlPartsTests
{
    private static readonly SchemeDefinition Ours = new() { Name = "ours", Token = ["query:sig={sig}", "query:exp={expires}"] };

    public static TheoryData<string, string, string, string, string[]> Rows { get; } = new()
    {
        { "parameters of the token wherever they stand", "{url}\n{expires}", "h", "/a?sig=0&b=1&exp=2&c",
            ["https://h/a?b=1&c\n2", "http://h/a?b=1&c\n2"] },
        { "no parameter but the token's", "{url}\n{expires}", "h", "/a?exp=2&sig=0", ["https://h/a\n2", "http://h/a\n2"] },
        { "empty parameters", "{url}\n{expires}", "h:8080", "/a?&exp=2&sig=0&", ["https://h:8080/a?&\n2", "http://h:8080/a?&\n2"] },
        { "a name that begins as the token's", "{url}\n{expires}", "h", "/a?sig=0&exp=2&signature=1",
            ["https://h/a?signature=1\n2", "http://h/a?signature=1\n2"] },
        { "the scheme", "{scheme}\n{path}\n{expires}", "h", "/a?exp=2&sig=0", ["https\n/a\n2", "http\n/a\n2"] },
        { "a host without a port", "{authority}\n{path}\n{expires}", "Example.com", "/a?exp=2&sig=0",
            ["example.com\n/a\n2", "example.com\n/a\n2"] },
        { "the default port", "{authority}\n{path}\n{expires}", "h:443", "/a?exp=2&sig=0", ["h\n/a\n2", "h:443\n/a\n2"] },
        { "a port", "{port}\n{path}\n{expires}", "h:8000", "/a?exp=2&sig=0", ["8000\n/a\n2", "8000\n/a\n2"] },
        { "a port behind an IPv6 address", "{port}\n{path}\n{expires}", "[2001:db8::1]:81", "/a?exp=2&sig=0", ["81\n/a\n2", "81\n/a\n2"] },
        { "an IPv6 address without a port", "{port}\n{path}\n{expires}", "[2001:db8::1]", "/a?exp=2&sig=0", ["443\n/a\n2", "80\n/a\n2"] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public static void Are_written_for_each_scheme(string description, string message, string host, string target, string[] expected) =>
        Expect.Equal(
            string.Join('|', expected),
            string.Join('|', SignedText.Of(Ours with { Message = message }, new(target) { HostText = host })),
            description);
}
