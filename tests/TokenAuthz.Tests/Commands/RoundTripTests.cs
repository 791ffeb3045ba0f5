using System.Text.RegularExpressions;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Tests.Formats;

namespace TokenAuthz.Tests.Commands;

/// <summary>
/// The command <c>verify</c> allows what <c>sign</c> prints for the example of each preset, and of a family for that of its base;
/// neither shows a key.
/// </summary>
public static partial class RoundTripTests
{
    private const string At = "2026-11-23T12:00:00Z";
    private const string Host = "https://cdn.example.com";

    // The secret is that of the documentation.
    private const string Warning = ": this key is one that everybody knows; serve refuses it";

    public static TheoryData<string, string?> Presets { get; } =
        [.. PresetFile.All.Where(file => !file.IsOfFamily)
            .SelectMany(file => FormatExampleResult.FormsOf(file).Select(form => (file.Preset.Name, form)))];

    [Theory]
    [MemberData(nameof(Presets))]
    public static async Task Verify_allows_what_sign_prints(string name, string? form)
    {
        var preset = PresetFile.Find(name);
        var example = preset.Example;
        var key = new ExampleKey(preset, form);
        using var folder = new TemporaryFolder();
        string[] request =
        [
            "--at", At, "-X", example.Method,
            .. example.Headers.SelectMany(header => (string[])["-H", $"{header.Key}: {header.Value}"]),
            .. example.ClientAddress is { } address ? (string[])["--client-address", address] : [],
        ];

        var known = Scheme.Compile(preset.Preset);
        var fields = example.ToSign(known, form).Fields.SelectMany(field => (string[])["--field", $"{field.Key}={field.Value}"]);
        string[] forms = form is null ? [] : ["--form", form];
        var signed = await RunAsync("sign", key.SigningText, [Host + example.Target, .. request, "-d", example.Body, .. fields, .. forms]);
        var lines = signed.Split('\n').ToLookup(line => line.StartsWith(Host, StringComparison.Ordinal));
        var url = lines[true].SingleOrDefault(Host + example.Target);
        // A token in the body is printed as the whole body.
        var (headers, bodies) = (lines[false].Where(IsHeader), lines[false].Where(line => !IsHeader(line) && line.Length > 0));
        var verified = await RunAsync(
            "verify",
            key.Text,
            [url, .. request, "-d", bodies.SingleOrDefault(example.Body), .. headers.SelectMany(header => (string[])["-H", header])]);

        Assert.EndsWith($"verdict     allowed, by the key {example.KeyId}", verified, StringComparison.Ordinal);

        async Task<string> RunAsync(string command, string text, string[] arguments)
        {
            var file = folder.Write($"{command}.json", ExampleConfiguration.Write(preset.Preset, example, key, text));
            var result = await TokenAuthzProcess.RunAsync([command, "--config", file, .. arguments]);
            var warning = text == key.SigningText && key.Key.Secret.Length > 0 ? $"token-authz: warning: key {example.KeyId}{Warning}" : "";
            Expect.Equal((0, warning), (result.ExitCode, result.Error), $"{command} {result.Output}");
            if (known.Definition.Algorithm is not SignatureAlgorithm.Token)
                Assert.DoesNotContain("correct-horse-battery-staple", result.Output, StringComparison.Ordinal);
            return result.Output;
        }
    }

    private static bool IsHeader(string line) => HeaderStart().IsMatch(line);

    [GeneratedRegex("^[A-Za-z0-9_.-]+: ")]
    private static partial Regex HeaderStart();
}
