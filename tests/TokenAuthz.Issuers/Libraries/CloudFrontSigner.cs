using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>@aws-sdk/cloudfront-signer</c> of npm: URLs and cookies, canned and custom policies.</summary>
internal static class CloudFrontSigner
{
    private const string RsaId = "K1TESTKEY";
    private const string EcdsaId = "K2ECDSATEST";

    private static readonly (TimeSpan?, TimeSpan) UntilTenMinutes =
        (null, TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        Url("canned SHA-1", RsaId, TestKeys.Rsa, "SHA1", isCustom: false),
        Url("canned SHA-256", RsaId, TestKeys.Rsa, "SHA256", isCustom: false),
        Url("canned ECDSA", EcdsaId, TestKeys.P256, "SHA256", isCustom: false),
        Url("custom SHA-1", RsaId, TestKeys.Rsa, "SHA1", isCustom: true),
        Url("custom SHA-256", RsaId, TestKeys.Rsa, "SHA256", isCustom: true),
        Cookies("canned SHA-1", RsaId, TestKeys.Rsa, "SHA1", isCustom: false),
        Cookies("custom ECDSA", EcdsaId, TestKeys.P256, "SHA256", isCustom: true),
    ];

    private static Issuer Url(string name, string id, AsymmetricAlgorithm key, string algorithm, bool isCustom) => new(
        $"@aws-sdk/cloudfront-signer URL, {name}",
        Settings("cloudfront-url", id, key),
        async (input, now) =>
        {
            var query = input.Query();
            var target = $"{input.Path(hasDots: false)}{(query.Length == 0 ? "" : $"?{query}")}";
            // A star is a wildcard of a custom policy, whoever wrote it.
            var url = $"https://d111111abcdef8.cloudfront.net{(isCustom ? target.Replace("*", "", StringComparison.Ordinal) : target)}";
            var signed = await NodeLibraries.CallAsync("cloudFrontUrl", Input(url, id, key, algorithm, now, isCustom));
            return IssuedRequest.Of("GET", (string)signed!);
        })
    {
        Signs = RequestParts.Path | RequestParts.Query | RequestParts.Host,
        Signature = request => AwsKeys.After(request.Target, "Signature=").Split('&')[0],
        Holds = isCustom ? null : UntilTenMinutes,
    };

    private static Issuer Cookies(string name, string id, AsymmetricAlgorithm key, string algorithm, bool isCustom) => new(
        $"@aws-sdk/cloudfront-signer cookies, {name}",
        Settings("cloudfront-cookie", id, key),
        async (input, now) =>
        {
            var url = $"https://d111111abcdef8.cloudfront.net/images/x{input.Next(100).ToString(CultureInfo.InvariantCulture)}.jpg";
            var signed = await NodeLibraries.CallAsync("cloudFrontCookies", Input(url, id, key, algorithm, now, isCustom));
            var cookies = signed!.AsObject().Select(cookie => $"{cookie.Key}={cookie.Value}");
            return IssuedRequest.Of("GET", url, [new("Cookie", string.Join("; ", cookies))]);
        })
    {
        Signs = RequestParts.Path | RequestParts.Host,
        Signature = request => AwsKeys.After(request.Header("cookie")!, "Signature=").Split(';')[0],
        Holds = isCustom ? null : UntilTenMinutes,
    };

    private static ImmutableArray<string> Settings(string preset, string id, AsymmetricAlgorithm key) =>
        [$"Schemes:issued:Preset={preset}", $"Keys:0:Id={id}", $"Keys:0:Value={key.ExportSubjectPublicKeyInfoPem()}"];

    private static Dictionary<string, object> Input(
        string url, string id, AsymmetricAlgorithm key, string algorithm, DateTimeOffset now, bool isCustom)
    {
        var input = new Dictionary<string, object>
        {
            ["url"] = url,
            ["keyPairId"] = id,
            ["privateKey"] = key.ExportPkcs8PrivateKeyPem(),
            ["dateLessThan"] = Iso(now.AddMinutes(10)),
            ["algorithm"] = algorithm,
        };
        if (isCustom) input["dateGreaterThan"] = Iso(now.AddMinutes(-1));
        return input;
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
