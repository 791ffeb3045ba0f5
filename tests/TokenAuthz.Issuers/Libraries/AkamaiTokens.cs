using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>akamai-edgeauth</c> and <c>cloudinary</c> of npm: Akamai's tokens for one URL and for an acl.</summary>
internal static class AkamaiTokens
{
    private const string Host = "https://media.example.com";
    private const string Key = "00112233445566778899aabbccddeeff";

    private static readonly ImmutableArray<string> Settings =
        ["Schemes:issued:Preset=akamai-token-2", "Keys:0:Id=k1", $"Keys:0:Value={Key}"];

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        Of("akamai-edgeauth for a URL", Settings, async (input, now) => await AkamaiAsync(input, now, hasAcl: false), RequestParts.Path),
        Of("akamai-edgeauth for an acl", Settings, async (input, now) => await AkamaiAsync(input, now, hasAcl: true), RequestParts.None),
        Of("cloudinary for a URL", [.. Settings, "Schemes:issued:Token:0=query:__cld_token__={list}~hmac={sig}"],
            async (input, now) => await CloudinaryAsync(input, now, hasAcl: false), RequestParts.Path),
        Of("cloudinary for an acl", [.. Settings, "Schemes:issued:Token:0=query:__cld_token__={list}~hmac={sig}"],
            async (input, now) => await CloudinaryAsync(input, now, hasAcl: true), RequestParts.None),
    ];

    private static Issuer Of(
        string name,
        ImmutableArray<string> settings,
        Func<RandomInput, DateTimeOffset, Task<IssuedRequest>> sign,
        RequestParts parts) => new(name, settings, sign)
        {
            Signs = parts,
            Signature = request => AwsKeys.After(request.Target, "hmac="),
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)),
        };

    private static async Task<IssuedRequest> AkamaiAsync(RandomInput input, DateTimeOffset now, bool hasAcl)
    {
        var (path, acl) = Paths(input, hasAcl);
        var token = await NodeLibraries.CallAsync("akamai", new
        {
            key = Key,
            path,
            acl,
            startTime = now.AddMinutes(-1).ToUnixTimeSeconds(),
            endTime = now.AddMinutes(10).ToUnixTimeSeconds(),
            escapeEarly = input.Maybe,
            sessionId = input.Maybe ? "session-1" : null,
            payload = input.Maybe ? "a=b" : null,
        });
        return IssuedRequest.Of("GET", $"{Host}{path}?hdnts={(string)token!}");
    }

    private static async Task<IssuedRequest> CloudinaryAsync(RandomInput input, DateTimeOffset now, bool hasAcl)
    {
        var (path, acl) = Paths(input, hasAcl);
        var token = await NodeLibraries.CallAsync("cloudinary", new
        {
            key = Key,
            url = path,
            acl,
            start_time = now.AddMinutes(-1).ToUnixTimeSeconds(),
            expiration = now.AddMinutes(10).ToUnixTimeSeconds(),
        });
        return IssuedRequest.Of("GET", $"{Host}{path}?{(string)token!}");
    }

    // An acl opens no path that a server could read in two ways.
    private static (string Path, string? Acl) Paths(RandomInput input, bool hasAcl)
    {
        if (!hasAcl) return (input.Path(), null);
        var folder = $"/video{input.Next(100).ToString(CultureInfo.InvariantCulture)}";
        return ($"{folder}/{input.OneOf("hd", "%C3%A9", "a%20b,c")}/1.ts", input.OneOf($"{folder}/*", $"/other/*!{folder}/*"));
    }
}
