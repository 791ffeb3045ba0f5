using System.Collections.Immutable;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Sas;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>Azure.Storage.Blobs</c> of NuGet: shared access signatures of a blob, a container and the account.</summary>
internal static class AzureStorage
{
    private const string Account = "acct";
    private static readonly string Key = Convert.ToBase64String("0123456789abcdef0123456789abcdef"u8);
    private static readonly StorageSharedKeyCredential Credential = new(Account, Key);
    private static readonly BlobServiceClient Service = new(new Uri($"https://{Account}.blob.core.windows.net"), Credential);

    private static readonly ImmutableArray<string> Settings =
        ["Schemes:issued:Preset=azure-storage-sas", $"Keys:0:Id={Account}", $"Keys:0:Value={Key}"];

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("Azure.Storage.Blobs blob", Settings, (input, now) => Task.FromResult(SignBlob(input, now)))
        {
            Signs = RequestParts.Path,
            Signature = Signature,
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1)),
        },
        new("Azure.Storage.Blobs container", Settings, (input, now) => Task.FromResult(SignContainer(input, now)))
        {
            Signs = RequestParts.None,
            Signature = Signature,
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1)),
        },
        new("Azure.Storage.Blobs account", Settings, (input, now) => Task.FromResult(SignAccount(input, now)))
        {
            Signs = RequestParts.None,
            Signature = Signature,
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1)),
        },
    ];

    /// <summary>The same library, which signs what we signed once more.</summary>
    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        .. new (string Name, Func<RandomInput, DateTimeOffset, IssuedRequest> Sign)[]
            { ("blob", SignBlob), ("container", SignContainer), ("account", SignAccount) }.Select(kind => By(kind.Name, kind.Sign)),
    ];

    // The URL has all parameters but the signature, so that theirs is known before we sign.
    private static TheirVerifier By(string name, Func<RandomInput, DateTimeOffset, IssuedRequest> sign)
    {
        var theirs = "";
        return new(
            $"Azure.Storage.Blobs {name}",
            ["Preset=azure-storage-sas"],
            new(Account, Key),
            input =>
            {
                var request = sign(input, input.Time);
                theirs = Signature(request);
                var target = request.Target.Replace($"&sig={theirs}", "", StringComparison.Ordinal);
                return new() { Host = request.Host, Target = target, Form = name == "account" ? "account" : "service" };
            },
            (_, signed, _) => Task.FromResult(
                Uri.UnescapeDataString(AwsKeys.After(signed.Target, "&sig=")) == Uri.UnescapeDataString(theirs) ? null : theirs));
    }

    private static string Signature(IssuedRequest request) => AwsKeys.After(request.Target, "sig=").Split('&')[0];

    private static IssuedRequest SignBlob(RandomInput input, DateTimeOffset now)
    {
        var blob = Service.GetBlobContainerClient("container").GetBlobClient(Name(input));
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, now.AddMinutes(10))
        {
            StartsOn = now.AddMinutes(-1),
            Protocol = input.OneOf(SasProtocol.Https, SasProtocol.HttpsAndHttp),
        };
        if (input.Maybe) builder.ContentDisposition = input.Text();
        if (input.Maybe) builder.ContentType = "text/plain; charset=utf-8";
        return IssuedRequest.Of("GET", blob.GenerateSasUri(builder).AbsoluteUri);
    }

    private static IssuedRequest SignContainer(RandomInput input, DateTimeOffset now)
    {
        var container = Service.GetBlobContainerClient("container");
        var builder = new BlobSasBuilder(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List, now.AddMinutes(10))
        {
            StartsOn = now.AddMinutes(-1),
        };
        var token = container.GenerateSasUri(builder).Query;
        return IssuedRequest.Of("GET", $"{container.GetBlobClient(Name(input)).Uri.AbsoluteUri}{token}");
    }

    private static IssuedRequest SignAccount(RandomInput input, DateTimeOffset now)
    {
        var builder =
            new AccountSasBuilder(AccountSasPermissions.Read, now.AddMinutes(10), AccountSasServices.Blobs, AccountSasResourceTypes.All)
            {
                StartsOn = now.AddMinutes(-1),
                Protocol = SasProtocol.Https,
            };
        var blob = Service.GetBlobContainerClient("container").GetBlobClient(Name(input));
        return IssuedRequest.Of("GET", $"{blob.Uri.AbsoluteUri}?{builder.ToSasQueryParameters(Credential)}");
    }

    // A name with one of these makes a path that servers read in two ways, and is denied.
    private static string Name(RandomInput input) => $"{input.Text("\\", ";", "#", "?", "%")}/{input.Text("\\", ";", "#", "?", "%")}";
}
