using System.Collections.Immutable;
using Google.Apis.Auth.OAuth2;
using Google.Cloud.Storage.V1;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>Google.Cloud.Storage.V1</c> of NuGet: signed URLs of version 4.</summary>
internal static class GoogleStorage
{
    private const string Account = "signer@project.iam.gserviceaccount.com";

    private static readonly UrlSigner OfRsa = UrlSigner.FromCredential(
        new ServiceAccountCredential(new ServiceAccountCredential.Initializer(Account) { Key = TestKeys.Rsa }));

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("Google.Cloud.Storage.V1",
            ["Schemes:issued:Preset=gcs-v4", $"Keys:0:Id={Account}", $"Keys:0:Value={TestKeys.Rsa.ExportSubjectPublicKeyInfoPem()}"],
            (input, _) => Task.FromResult(Sign(OfRsa, input)))
        {
            Signs = RequestParts.Method | RequestParts.Path | RequestParts.Query | RequestParts.Host,
            Headers = ["x-goog-meta-note", "content-type"],
            Signature = request => AwsKeys.After(request.Target, "X-Goog-Signature=")[..512],
            HasClock = false,
        },
    ];

    /// <summary>The same library, which signs what we signed once more.</summary>
    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        new("Google.Cloud.Storage.V1", ["Preset=gcs-v4"], new(Account, TestKeys.Rsa.ExportPkcs8PrivateKeyPem()),
            input => new()
            {
                Method = input.OneOf("GET", "PUT"),
                Host = "storage.googleapis.com",
                Target = $"/examplebucket/{Uri.EscapeDataString(input.Text())}/{Uri.EscapeDataString(input.Text())}",
                Lifetime = TimeSpan.FromMinutes(10),
            },
            (request, signed, _) =>
                Task.FromResult(Again(request) is var theirs && Parts(signed.Url).SequenceEqual(Parts(theirs)) ? null : theirs))
        {
            HasClock = false,
        },
    ];

    private static string Again(UnsignedRequest request)
    {
        var template = UrlSigner.RequestTemplate.FromBucket("examplebucket").WithHttpMethod(new(request.Method))
            .WithObjectName(Uri.UnescapeDataString(request.Target["/examplebucket/".Length..]));
        return OfRsa.Sign(template, UrlSigner.Options.FromDuration(request.Lifetime!.Value).WithSigningVersion(SigningVersion.V4));
    }

    // Ours may escape other characters of the parameters, and has another order.
    private static IEnumerable<string> Parts(string url) => url.Split(['?', '&']).Select(Uri.UnescapeDataString).Order();

    private static IssuedRequest Sign(UrlSigner signer, RandomInput input)
    {
        var method = input.OneOf(HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete);
        var note = input.HeaderValue;
        var template = UrlSigner.RequestTemplate.FromBucket("examplebucket").WithHttpMethod(method)
            .WithObjectName(string.Join(input.OneOf("/", "//"), input.Text(), input.Text()))
            .WithRequestHeaders([new("x-goog-meta-note", [note])]);
        if (input.Maybe) template = template.WithQueryParameters([new("generation", ["1"]), new($"a{input.Text()}", [input.Text()])]);
        if (input.Maybe) template = template.WithContentHeaders([new("Content-Type", ["text/plain"])]);
        var options = UrlSigner.Options.FromDuration(TimeSpan.FromMinutes(10)).WithSigningVersion(SigningVersion.V4)
            .WithUrlStyle(input.OneOf(UrlSigner.UrlStyle.PathStyle, UrlSigner.UrlStyle.VirtualHostedStyle));
        var url = signer.Sign(template, options);
        var headers = template.RequestHeaders.Concat(template.ContentHeaders)
            .Select(header => KeyValuePair.Create(header.Key, string.Join(',', header.Value)));
        return IssuedRequest.Of(method.Method, url, headers);
    }
}
