using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace TokenAuthz.Tests;

/// <summary>Every configuration that a page shows is one that the service starts with, with the files that it names.</summary>
public static class PageConfigurationTests
{
    private const string KeyFolder = "/etc/token-authz/keys";
    private const string TlsFolder = "\"/tls";

    // Their configurations have tests of their own.
    private static readonly string[] Others = ["docs/formats.md", "docs/teams.md"];

    private static readonly ImmutableArray<string> Pages = ["README.md", "SECURITY.md",
        .. Repository.Find("docs", "*.md").Except(Others), .. Repository.Find("examples", "*.md"), .. Repository.Find("charts", "*.md")];

    public static TheoryData<string, string> Configurations { get; } =
        [.. Pages.SelectMany(page => PageBlocks.Of(page, "json")
            .Where(json => json.Contains("\"TokenAuthz\"", StringComparison.Ordinal))
            .Select(json => (page, json)))];

    [Theory]
    [MemberData(nameof(Configurations))]
    public static async Task Loads(string page, string json)
    {
        using var folder = new TemporaryFolder();
        foreach (var key in FileName(KeyFolder).Matches(json).Select(file => file.Groups[1].Value))
            folder.Write(key, KeyIn(key));
        if (json.Contains(TlsFolder, StringComparison.Ordinal)) WriteCertificate(folder);
        var file = folder.Write(
            "token-authz.json",
            json.Replace(
                KeyFolder, folder.Path, StringComparison.Ordinal).Replace(TlsFolder, $"\"{folder.Path}", StringComparison.Ordinal));
        var environment = new Dictionary<string, string>();
        if (!json.Contains("\"Keys\":", StringComparison.Ordinal)) environment["TokenAuthz__Secret"] = "a-key-of-a-page-7f31";

        var result = await TokenAuthzProcess.RunAsync(["check-config", "--config", file], environment);

        Expect.Equal((0, ""), (result.ExitCode, result.Error), $"{page}: {result}");
        Assert.DoesNotContain("warning    policy", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static void Are_those_of_the_pages_that_have_one() =>
        Assert.Equal(
            ["README.md", "docs/envoy-module.md", "docs/gateways.md", "docs/hmac-v1.md", "docs/keys.md", "docs/policies.md",
             "docs/schemes.md", "docs/settings.md", "docs/webhooks.md"],
            Configurations.Select(row => row.Data.Item1).Distinct());

    private static string KeyIn(string file) => Path.GetExtension(file) switch
    {
        ".pem" => PublicKeyPem(),
        ".json" => """{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}""",
        _ => $"a-key-of-a-page-{file}",
    };

    private static string PublicKeyPem()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    private static void WriteCertificate(TemporaryFolder folder)
    {
        using var authority = new TestAuthority("ca");
        authority.Certify("tls", folder);
        folder.Write("ca.crt", authority.Pem);
    }

    private static Regex FileName(string folder) => new(Regex.Escape(folder) + "/([A-Za-z0-9._-]+)");
}
