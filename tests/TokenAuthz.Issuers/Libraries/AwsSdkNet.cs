using System.Collections.Immutable;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>AWSSDK.S3</c> of NuGet: presigned URLs, and requests that it sends.</summary>
internal static class AwsSdkNet
{
    private const RequestParts Head = RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query;

    private static readonly CapturingServer Server = new();

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("AWSSDK.S3 presigned", AwsKeys.S3, (input, now) => Task.FromResult(Presign(input, now, AwsKeys.Basic)))
        {
            Signs = Head,
            Headers = ["content-type", "x-amz-meta-note"],
            Signature = AwsKeys.QuerySignature,
            HasClock = false,
        },
        new("AWSSDK.S3 presigned with a session token", AwsKeys.S3,
            (input, now) => Task.FromResult(Presign(input, now, AwsKeys.Session)))
        {
            Signs = Head,
            Headers = ["content-type", "x-amz-meta-note"],
            Signature = AwsKeys.QuerySignature,
            HasClock = false,
        },
        new("AWSSDK.S3 header", AwsKeys.S3, (input, _) => SendAsync(input))
        {
            Signs = Head,
            Headers = ["x-amz-date", "x-amz-content-sha256"],
            Signature = AwsKeys.HeaderSignature,
            HasClock = false,
        },
    ];

    private static IssuedRequest Presign(RandomInput input, DateTimeOffset now, AWSCredentials credentials)
    {
        using var client = Client(credentials);
        var request = new GetPreSignedUrlRequest
        {
            BucketName = input.OneOf("examplebucket", "bucket.with.dots"),
            Key = Key(input),
            Verb = input.OneOf(HttpVerb.GET, HttpVerb.PUT, HttpVerb.HEAD, HttpVerb.DELETE),
            Expires = (now + TimeSpan.FromMinutes(10)).UtcDateTime,
            Protocol = input.OneOf(Protocol.HTTP, Protocol.HTTPS),
        };
        if (input.Maybe) request.ResponseHeaderOverrides.ContentDisposition = input.Text();
        if (input.Maybe) request.ContentType = "text/plain; charset=utf-8";
        if (input.Maybe) request.Metadata.Add("note", input.HeaderValue);
        if (input.Maybe) request.Parameters.Add("custom", input.Text());
        var url = client.GetPreSignedURL(request);
        var headers = request.Headers.Keys.Select(name => KeyValuePair.Create(name, request.Headers[name]))
            .Concat(request.Metadata.Keys.Select(name => KeyValuePair.Create(name, request.Metadata[name])));
        return IssuedRequest.Of(request.Verb.ToString(), url, headers);
    }

    private static Task<IssuedRequest> SendAsync(RandomInput input) => Server.CaptureAsync(async () =>
    {
        using var client = Client(AwsKeys.Basic);
        var (bucket, key) = ("examplebucket", Key(input));
        var sending = input.Next(4) switch
        {
            0 => client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new(0, 9) }),
            1 => client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = bucket, Key = key }),
            2 => client.ListObjectsV2Async(new() { BucketName = bucket, Prefix = input.Text(), Delimiter = "/", MaxKeys = 3 }),
            _ =>
                (Task)client.PutObjectAsync(new()
                {
                    BucketName = bucket,
                    Key = key,
                    ContentBody = input.Text(),
                    ContentType = "text/plain"
                }),
        };
        await sending;
    });

    // Not an object's name that the platform's URLs cannot keep: it takes dot segments out.
    private static string Key(RandomInput input) => string.Join(input.OneOf("/", "//"), input.Text(), input.Text());

    private static AmazonS3Client Client(AWSCredentials credentials) => new(credentials, new AmazonS3Config
    {
        RegionEndpoint = RegionEndpoint.USEast1,
        UseHttp = true,
        MaxErrorRetry = 0,
        HttpClientFactory = new CapturedClients(),
    });

    private sealed class CapturedClients : HttpClientFactory
    {
        private static readonly SocketsHttpHandler Handler = new() { ConnectCallback = Server.ConnectAsync, UseProxy = false };

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(Handler, disposeHandler: false);
    }
}
