using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>An RFC 9421 signature whose base a test writes line by line, so that the code under test does not.</summary>
internal sealed record MessageSignature
{
    public const string AllComponents = "\"@method\" \"@authority\" \"@path\" \"@query\"";
    public const string AllLines = "\"@method\": POST\n\"@authority\": example.com\n\"@path\": /pay\n\"@query\": ?a=1\n";

    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);
    private static readonly SchemeDefinition Preset = PresetCatalog.All.Single(preset => preset.Name == "rfc9421");

    /// <summary>The header behind its label.</summary>
    public string Input { get; init; } = $"({AllComponents});created=1800000000;keyid=\"k1\"";

    /// <summary>The lines of the components.</summary>
    public string Lines { get; init; } = AllLines;

    /// <summary>Components and parameters in the last line; null for those of the header.</summary>
    public string? Parameters { get; init; }

    /// <summary>The label of the signature; that of the input is <c>sig1</c>.</summary>
    public string SignatureLabel { get; init; } = "sig1";

    public string Target { get; init; } = "/pay?a=1";

    public string Host { get; init; } = "example.com";

    public string Body { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public Func<SchemeDefinition, SchemeDefinition> Change { get; init; } = preset => preset;

    public Verdict Verdict()
    {
        var signed = HMACSHA256.HashData(Key.Secret, Encoding.Latin1.GetBytes($"{Lines}\"@signature-params\": {Parameters ?? Input}"));
        var request = new TestRequest(Target)
        {
            MethodText = "POST",
            HostText = Host,
            BodyBytes = Encoding.UTF8.GetBytes(Body),
            Headers =
            [
                new("signature-input", $"sig1={Input}"),
                new("signature", $"{SignatureLabel}=:{Convert.ToBase64String(signed)}:"),
                .. Headers,
            ],
        };
        return Scheme.Compile(Change(Preset)).Verify(ref request, new([Key]), Now);
    }
}
