using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>
/// URLs of images, videos and files: <c>thumbor</c>, <c>@imgproxy/imgproxy-node</c>, <c>@imgix/js-core</c>, <c>@mux/mux-node</c> and
/// <c>qiniu</c> of npm.
/// </summary>
internal static class MediaUrls
{
    private const string Host = "https://media.example.com";
    private const string Secret = "secret-example-of-32-characters.";
    private const string KeyInHex = "943b421c9eb07c830af81030552c86009268de4e532ba2ee2eab8247c6da0881";
    private const string SaltInHex = "520f986b998545b4785e0defbc4f3c1203f22de2374a3d53cb7a7fe9fea309c5";

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("thumbor", Settings("thumbor", "k1", Secret), ThumborAsync)
        {
            Signs = RequestParts.Path,
            Signature = request => request.Path.Split('/')[1],
        },
        new("@imgproxy/imgproxy-node", [.. Settings("imgproxy", "k1", $"{KeyInHex}:{SaltInHex}"), "Schemes:issued:SaltInKey=true"],
            ImgproxyAsync)
        {
            Signs = RequestParts.Path,
            Signature = request => request.Path.Split('/')[1],
        },
        new("@imgix/js-core", Settings("imgix", "k1", Secret), ImgixAsync)
        {
            Signs = RequestParts.Path | RequestParts.Query,
            Signature = request => AwsKeys.After(request.Target[request.Target.LastIndexOf("s=", StringComparison.Ordinal)..], "s="),
        },
        new("@mux/mux-node", Settings("mux", "mux-key", TestKeys.Rsa.ExportSubjectPublicKeyInfoPem()), MuxAsync)
        {
            Signs = RequestParts.None,
            Signature = request => request.Target.Split('.')[^1],
            Holds = (null, TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1)),
        },
        new("qiniu timestamp anti-leech", Settings("qiniu", "k1", Secret), QiniuLinkAsync)
        {
            Signs = RequestParts.Path,
            Signature = request => AwsKeys.After(request.Target, "sign=")[..32],
            Holds = (null, TimeSpan.FromMinutes(10)),
        },
        new("qiniu private", Settings("qiniu-private", "AKEXAMPLE", Secret), QiniuPrivateAsync)
        {
            Signs = RequestParts.Host | RequestParts.Path | RequestParts.Query,
            Signature = request => AwsKeys.After(request.Target, "AKEXAMPLE:"),
            Holds = (null, TimeSpan.FromMinutes(10)),
        },
    ];

    private static ImmutableArray<string> Settings(string preset, string id, string key) =>
        [$"Schemes:issued:Preset={preset}", $"Keys:0:Id={id}", $"Keys:0:Value={key}"];

    // The path of the image as a client sends it: thumbor signs it as it is.
    private static async Task<IssuedRequest> ThumborAsync(RandomInput input, DateTimeOffset now) =>
        await SignAsync("thumbor", new
        {
            server = Host,
            key = Secret,
            path = input.OneOf("images.example.com", "http%3A//images.example.com") + input.Path(),
            width = input.Next(1000),
            filters = input.Maybe ? ["quality(80)", "watermark(http%3A%2F%2Fa.example%2Fb.png,-10,5)"] : Array.Empty<string>(),
        });

    private static async Task<IssuedRequest> ImgproxyAsync(RandomInput input, DateTimeOffset now) =>
        await SignAsync("imgproxy", new
        {
            endpoint = Host,
            url = new
            {
                value = $"https://images.example.com/{Uri.EscapeDataString(input.Text())}/{input.Next(100)}.jpg",
                displayAs = input.OneOf("plain", "base64"),
            },
            options = input.Maybe
                ? (object)new { resizing_type = "fill", width = input.Next(1000), height = 300, enlarge = 1, format = "webp" }
                : new { width = input.Next(1000), expires = now.AddMinutes(10).ToUnixTimeSeconds() },
            key = KeyInHex,
            salt = SaltInHex,
        });

    private static async Task<IssuedRequest> ImgixAsync(RandomInput input, DateTimeOffset now)
    {
        var parameters = new Dictionary<string, string>();
        if (input.Maybe) parameters["w"] = "400";
        if (input.Maybe) parameters["txt"] = input.Text();
        if (input.Maybe) parameters["txt64"] = input.Text();
        if (input.Maybe) parameters[$"a{input.Text()}"] = "";
        if (input.Maybe) parameters["expires"] = now.AddMinutes(10).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var path = input.Maybe ? $"/{input.Text()}/{input.Text()}" : $"https://images.example.com/{input.Text()}";
        return await SignAsync("imgix", new { domain = "media.example.com", token = Secret, path, @params = parameters });
    }

    private static async Task<IssuedRequest> MuxAsync(RandomInput input, DateTimeOffset now)
    {
        const string Playback = "a4nOgmxGWg6gULfcBbAa00gXyfcwPnAFldF8RdsNyk8M";
        var token = (string)(await NodeLibraries.CallAsync("mux", new
        {
            now = now.ToUnixTimeSeconds(),
            id = Playback,
            keyId = "mux-key",
            keySecret = Convert.ToBase64String(Encoding.ASCII.GetBytes(TestKeys.Rsa.ExportRSAPrivateKeyPem())),
            expiration = "10m",
            type = "video",
            @params = input.Maybe ? new Dictionary<string, string> { ["time"] = "1", ["note"] = input.Text() } : [],
        }))!;
        return IssuedRequest.Of("GET", $"{Host}/{Playback}{input.OneOf(".m3u8", "/high.mp4", "")}?token={token}");
    }

    private static async Task<IssuedRequest> QiniuLinkAsync(RandomInput input, DateTimeOffset now) =>
        await SignAsync("qiniuLink", new
        {
            domain = Host,
            name = Name(input),
            query = input.Maybe ? "v=1.2" : null,
            key = Secret,
            deadline = now.AddMinutes(10).ToUnixTimeSeconds(),
        });

    private static async Task<IssuedRequest> QiniuPrivateAsync(RandomInput input, DateTimeOffset now) =>
        await SignAsync("qiniuPrivate", new
        {
            domain = Host,
            name = $"{Name(input)}{(input.Maybe ? "?imageView2/1/w/200" : "")}",
            id = "AKEXAMPLE",
            secret = Secret,
            deadline = now.AddMinutes(10).ToUnixTimeSeconds(),
        });

    // This library escapes no question mark, no fragment, and an apostrophe in what it signs only.
    private static string Name(RandomInput input) => $"{input.Text("?", "#", "'")}/{input.Text("?", "#", "'")}.jpg";

    private static async Task<IssuedRequest> SignAsync(string function, object with) =>
        IssuedRequest.Of("GET", (string)(await NodeLibraries.CallAsync(function, with))!);
}
