using System.Security.Cryptography;

namespace TokenAuthz.Tests.Commands;

public static class VerifyCommandTests
{
    private const string Secret = "a-key-of-ours-5d1c";
    private const string End = "1795437000";
    private const string Before = "2026-11-23T12:00:00Z";
    private const string After = "2026-11-23T12:30:01Z";

    private static readonly string Signature = Token.Of("/a", Secret + End);
    private static readonly string Link = $"/a?token={Signature}&expire={End}";
    private static readonly string Issued = $"/a?t={End}-{Signature}";
    private static readonly string Scoped = $"/b?p=/a/&sig={Token.Of("/a/", Secret)}";

    private static readonly string[] Settings =
    [
        "Listeners:0:Name=edge", "Listeners:0:Url=http://*:8080", "Listeners:1:Name=inner", "Listeners:1:Url=http://*:8082",
        "Listeners:1:Policies:0=closed",
        "Keys:0:Id=ours", $"Keys:0:Value={Secret}",
        "Policies:0:Name=links", "Policies:0:Scheme=links", "Policies:0:Paths:0==/a", "Schemes:links:Preset=keycdn",
        "Schemes:links:Encoding=Hex", "Schemes:links:Horizon=365.00:00:00",
        "Policies:1:Name=issued", "Policies:1:Scheme=issued", "Policies:1:Paths:0==/issued",
        "Schemes:issued:Token:0=query:t={issued}-{sig}", "Schemes:issued:Message={path}{key}{issued}", "Schemes:issued:Algorithm=Md5",
        "Policies:2:Name=scoped", "Policies:2:Scheme=scoped", "Policies:2:Paths:0=/b", "Policies:2:Mode=Shadow",
        "Schemes:scoped:Token:0=query:p={prefix}", "Schemes:scoped:Token:1=query:sig={sig}",
        "Schemes:scoped:Message={prefix}{key}", "Schemes:scoped:Algorithm=Md5",
        "Policies:3:Name=open", "Policies:3:Action=Allow", "Policies:3:Paths:0=/open/",
        "Policies:4:Name=closed", "Policies:4:Action=Deny", "Policies:4:Paths:0=/closed/",
        "Policies:5:Name=salted", "Policies:5:Scheme=salted", "Policies:5:Paths:0=/salted/", "Policies:5:AllowPreflight=true",
        "Schemes:salted:Token:0=header:t={sig}", "Schemes:salted:Message={salt}{path}{place|sha256|hex}",
        "Schemes:salted:Let:place={method} {path}\n{salt}", "Schemes:salted:Salt=a-salt-of-ours",
    ];

    /// <summary>What is asked, the exit code, the policy and the last line.</summary>
    public static TheoryData<string, string[], int, string, string> Requests { get; } = new()
    {
        { "allowed", [Link, "--at", Before], 0, "links: Check", "allowed, by the key ours" },
        { "allowed with its host", ["http://example.com" + Link, "--at", Before], 0, "links: Check", "allowed, by the key ours" },
        { "missing token", ["/a", "--at", Before], 1, "links: Check", "denied: missing token" },
        { "invalid token", [Link.Replace("token=", "token=0", StringComparison.Ordinal), "--at", Before], 1,
            "links: Check", "denied: invalid token" },
        { "expired", [Link, "--at", After], 1, "links: Check", "denied: expired" },
        { "not yet valid", [Issued, "--policy", "issued", "--at", Before], 1, "issued: Check", "denied: not yet valid" },
        { "valid by now", [Issued, "--policy", "issued", "--at", After], 0, "issued: Check", "allowed, by the key ours" },
        { "out of scope", [Scoped], 1, "scoped: Check, in shadow: what it denies passes", "denied: out of scope" },
        { "a policy that denies", ["/closed/a"], 1, "closed: Deny", "denied: denied" },
        { "no policy", ["/"], 1, "none covers the request", "denied: no policy" },
        { "a policy that allows", ["/open/a"], 0, "open: Allow", "allowed, without a token" },
        { "a preflight", ["/salted/a", "-X", "OPTIONS", "-H", "Origin: https://a.example", "-H", "Access-Control-Request-Method: PUT"], 0,
            "salted: Check", "allowed, without a token" },
        { "no preflight", ["/salted/a", "-X", "OPTIONS"], 1, "salted: Check", "denied: missing token" },
        { "by the first listener's policies", ["/open/a"], 0, "open: Allow", "allowed, without a token" },
        { "by another listener's policies", ["/open/a", "--listener", "inner"], 1, "none covers the request", "denied: no policy" },
        { "another policy than the first that covers it", [Link, "--policy", "closed"], 1, "closed: Deny", "denied: denied" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static async Task Says_what_becomes_of_a_request(
        string description, string[] arguments, int exitCode, string policy, string verdict)
    {
        var result = await RunAsync(arguments);

        Expect.Equal((exitCode, ""), (result.ExitCode, result.Error), $"{description}: {result}");
        Assert.StartsWith("policy      " + policy + "\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nverdict     " + verdict, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "beyond the horizon",
        "4102444800",
        "the token holds until 2100-01-01 00:00:00Z, which is later than Horizon or MaxLifetime allows",
        "ends too late")]
    [InlineData("in milliseconds", "1795437000000", "a time of the token is ill-formed, or missing", "invalid token")]
    public static async Task Says_what_is_wrong_with_a_time(string description, string end, string words, string reason)
    {
        var result = await RunAsync($"/a?token={Token.Of("/a", Secret + end)}&expire={end}", "--at", Before);

        Expect.Contains($"time        {words}\n", result.Output, description);
        Assert.EndsWith("denied: " + reason, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Says_each_step_with_the_key_masked()
    {
        var result = await RunAsync(Link, "--at", Before);

        Assert.Equal(
            $"""
            policy      links: Check
            scheme      links KeyCDN's secure token.
            looked for  query:token=<sig>
            looked for  query:expire=<expires>
            found       sig = {Signature}
            found       expires = {End}
            time        the token holds until 2026-11-23 12:30:00Z
            signed      /a(key){End}
                        with the key ours: gives the token
            scope       the token covers the request
            verdict     allowed, by the key ours
            """.Replace('<', '{').Replace('>', '}'),
            result.Output);
    }

    [Fact]
    public static async Task Says_which_keys_it_tried_and_which_do_not_hold()
    {
        var result = await RunAsync(
            Link,
            "--at",
            Before,
            "--TokenAuthz:Keys:0:NotBefore=2026-12-01T00:00:00Z",
            "--TokenAuthz:Keys:1:Id=other",
            "--TokenAuthz:Keys:1:Value=another-5d1c");

        Assert.Contains("\nkey         ours does not hold at 2026-11-23 12:00:00Z\n", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"\nsigned      /a(key){End}\n            with the key other: gives another token\ncause       wrong_signature: ",
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Shows_texts_with_names_and_masks_the_salt_in_them()
    {
        var result = await RunAsync("/salted/a", "-H", $"t: {new string('0', 64)}");

        var digest = Convert.ToHexStringLower(SHA256.HashData("GET /salted/a\n(salt)"u8));
        Assert.Contains(
            $"\ntext        place = GET /salted/a\\n(salt)\nsigned      (salt)/salted/a{digest}\n",
            result.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("a-salt-of-ours", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "a policy that there is not",
        "--policy linsk: there is no such policy; there are links, issued, scoped, open, closed, salted.",
        "--policy",
        "linsk")]
    [InlineData("a listener that there is not", "--listener edgy: there is no such listener; there are edge, inner.", "--listener", "edgy")]
    [InlineData("no instant", "--at soon: write an instant such as 2027-02-01T00:00:00Z.", "--at", "soon")]
    [InlineData("no address", "--client-address here: write an address such as 192.0.2.1.", "--client-address", "here")]
    [InlineData("no header", "--header: write it as 'name: value'.", "-H", "token")]
    public static async Task Says_how_to_write_an_option_that_is_none(string description, string says, params string[] arguments)
    {
        var result = await RunAsync(["/a", .. arguments]);

        Expect.Equal(new CommandResult(1, "", "token-authz: " + says), result, description);
    }

    private static Task<CommandResult> RunAsync(params string[] arguments) =>
        TokenAuthzProcess.RunAsync(["verify", .. arguments, .. Settings.Select(setting => "--TokenAuthz:" + setting)]);
}
