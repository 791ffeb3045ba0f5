using TokenAuthz.Signing.Presets;
using TokenAuthz.Tests.Formats;

namespace TokenAuthz.Tests.Commands;

/// <summary>The command <c>verify</c> allows what <c>sign</c> prints for the example of each preset; neither shows a key.</summary>
public static class RoundTripTests
{
    private const string At = "2026-11-23T12:00:00Z";
    private const string Host = "https://cdn.example.com";

    // The key is that of the documentation.
    private const string Warning =
        $"token-authz: warning: key {FormatExampleResult.KeyId}: this key is one that everybody knows; serve refuses it";

    public static TheoryData<string> Presets { get; } = [.. PresetCatalog.Names];

    [Theory]
    [MemberData(nameof(Presets))]
    public static async Task Verify_allows_what_sign_prints(string name)
    {
        var preset = PresetFile.Find(name);
        var example = preset.Example;
        using var folder = new TemporaryFolder();
        var file = folder.Write("settings.json", new FormatExampleResult(preset).Json);
        string[] request =
        [
            "--config", file, "--at", At, "-X", example.Method, "-d", example.Body,
            .. example.Headers.SelectMany(header => (string[])["-H", $"{header.Key}: {header.Value}"]),
            .. example.ClientAddress is { } address ? (string[])["--client-address", address] : [],
        ];

        var fields = example.Fields.SelectMany(field => (string[])["--field", $"{field.Key}={field.Value}"]);
        var signed = await TokenAuthzProcess.RunAsync(["sign", Host + example.Target, .. request, .. fields]);
        Assert.Equal((0, Warning), (signed.ExitCode, signed.Error));
        var lines = signed.Output.Split('\n').ToLookup(line => line.StartsWith(Host, StringComparison.Ordinal));
        var url = lines[true].SingleOrDefault(Host + example.Target);
        var headers = lines[false].SelectMany(header => (string[])["-H", header]);
        var verified = await TokenAuthzProcess.RunAsync(["verify", url, .. request, .. headers]);

        Expect.Equal((0, Warning), (verified.ExitCode, verified.Error), $"{signed.Output}\n{verified.Output}");
        Assert.EndsWith($"verdict     allowed, by the key {FormatExampleResult.KeyId}", verified.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("correct-horse-battery-staple", signed.Output + verified.Output, StringComparison.Ordinal);
    }
}
