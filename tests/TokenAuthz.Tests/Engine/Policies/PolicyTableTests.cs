using System.Text;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>The index finds what a plain loop over the policies in the order written finds.</summary>
[Collection(nameof(MeasuresAllocations))]
public static class PolicyTableTests
{
    private const int RequestsASet = 400;

    private static readonly string[] Hosts =
    [
        "example.com", "a.example.com", "b.example.com", "a.b.example.com", "example.org", "*.example.com", "*.b.example.com", "*.org",
        "[::1]", "[0:0:0:0:0:0:0:2]",
    ];

    private static readonly string[] Paths =
    [
        "/", "/video", "/video/", "/video/1", "=/video", "=/", "/video*", "/*/1", "/a?c", "/%76ideo", "/audio/*.mp3", "/v", "/long/er/path",
    ];

    private static readonly string[] Methods = ["GET", "HEAD", "POST"];

    private static readonly string[] SentHosts =
    [
        "example.com", "EXAMPLE.com", "example.com.", "example.com:8443", "a.example.com", "A.Example.Com:80", "a.b.example.com",
        "x.b.example.com", "example.org", "other.net", "org", ".example.com", "", "[::1]:80", "[0:0::1]", "[::2]", new string('h', 300),
    ];

    private static readonly string[] SentPaths =
    [
        "/", "/video", "/video/", "/video/1", "/video-private", "/Video", "/x/1", "/abc", "/%76ideo", "/audio/a/b.mp3", "//video",
        "/x/../video", "/video;x", "", "*", "video", "/long/er/path/still", "/" + new string('s', 200),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(1000)]
    public static void Finds_what_a_plain_loop_finds(int count)
    {
        var random = new Random(count);
        for (var set = 0; set < 20; set++)
        {
            var rules = Enumerable.Range(0, count).Select(_ => Rule.Make(random)).ToArray();
            var samples = new PolicySamples([.. rules.SelectMany((rule, index) => rule.Settings(index))]);
            for (var i = 0; i < RequestsASet; i++)
            {
                var (host, path, method) = (Pick(random, SentHosts), Pick(random, SentPaths), Pick(random, Methods));
                var isHostless = rules.Any(rule => rule.Hosts.Length > 0) && !HasHost(host);
                var expected = isHostless ? -1 : Array.FindIndex(rules, rule => rule.Covers(host, path, method));

                var found = samples.Find(new($"{path}?q=/video") { HostText = host, MethodText = method })?.Name;

                Expect.Equal(expected < 0 ? null : $"p{expected}", found, $"{method} {path} of {host}; set {set} of {count}");
            }
        }
    }

    [Fact]
    public static void Allocates_nothing()
    {
        var random = new Random(1);
        var rules = Enumerable.Range(0, 1000).Select(_ => Rule.Make(random)).ToArray();
        var samples = new PolicySamples([.. rules.SelectMany((rule, index) => rule.Settings(index))]);
        var table = new PolicyTable(samples.All);
        var request = new RequestBytes("/video/1", []);
        Find(table, request);

        Assert.Equal(0, Allocations.Of(() => Find(table, request)));
    }

    private static void Find(PolicyTable table, RequestBytes request)
    {
        for (var i = 0; i < 10_000; i++) _ = table.Match(ref request);
    }

    // The only ones that are none.
    private static bool HasHost(string text) => text is not ("" or ".example.com") && text.Length < 300;

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];

    /// <summary>A policy as its settings say, matched in the plainest way.</summary>
    private sealed record Rule(string[] Hosts, string[] Paths, string[] Methods, bool Allows)
    {
        public static Rule Make(Random random) => new(
            Choose(random, PolicyTableTests.Hosts),
            Choose(random, PolicyTableTests.Paths),
            Choose(random, PolicyTableTests.Methods),
            random.Next(4) == 0);

        public IEnumerable<string> Settings(int index) =>
        [
            $"Policies:{index}:Name=p{index}", $"Policies:{index}:Action={(Allows ? "Allow" : "Check")}",
            .. Hosts.Select((host, i) => $"Policies:{index}:Hosts:{i}={host}"),
            .. Paths.Select((path, i) => $"Policies:{index}:Paths:{i}={path}"),
            .. Methods.Select((method, i) => $"Policies:{index}:Methods:{i}={method}"),
        ];

        public bool Covers(string host, string path, string method) =>
            (Hosts.Length == 0 || Hosts.Any(pattern => IsHost(pattern, Plain(host))))
            && (Paths.Length == 0 || Paths.Any(pattern => IsPath(pattern, path)))
            && (Methods.Length == 0 || Methods.Contains(method))
            && (!Allows || !RequestPath.IsAmbiguous(Encoding.Latin1.GetBytes(path)));

        private static string[] Choose(Random random, string[] choices) =>
            random.Next(3) == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, choices)).Distinct()];

        private static string Plain(string host)
        {
            var name = host.StartsWith('[') ? host[..(host.IndexOf(']', StringComparison.Ordinal) + 1)] : host.Split(':')[0];
            return name.Length > 255 ? "" : (name.EndsWith('.') ? name[..^1] : name).ToLowerInvariant();
        }

        private static bool IsHost(string pattern, string host) =>
            pattern.StartsWith('[')
                ? System.Net.IPAddress.TryParse(host, out var address) && address.Equals(System.Net.IPAddress.Parse(pattern))
                : pattern.StartsWith('*')
                ? host.EndsWith(pattern[1..], StringComparison.Ordinal)
                    && host.Length >= pattern.Length
                    && !host[..^(pattern.Length - 1)].Contains('.', StringComparison.Ordinal)
                : host == pattern;

        private static bool IsPath(string pattern, string path)
        {
            if (pattern.StartsWith('=')) return path == pattern[1..];
            if (pattern.AsSpan().ContainsAny('*', '?')) return IsGlob(pattern, path);
            return path == pattern || path.StartsWith(pattern.EndsWith('/') ? pattern : pattern + "/", StringComparison.Ordinal);
        }

        private static bool IsGlob(string glob, string text) => glob.Length == 0
            ? text.Length == 0
            : glob[0] == '*'
                ? IsGlob(glob[1..], text) || (text.Length > 0 && IsGlob(glob, text[1..]))
                : text.Length > 0 && (glob[0] == '?' || glob[0] == text[0]) && IsGlob(glob[1..], text[1..]);
    }
}
