using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using Signed = TokenAuthz.Tests.Signing.Presets.RequestParts;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A preset, or a way of using it, and what its vendor says that its token covers.</summary>
internal sealed record PresetSample(string Preset, Signed Signs, TokenTime Time, string Variant = "")
{
    /// <summary>The clock of every sample, at the beginning of a minute, as some formats write no seconds.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static readonly Key Key = new("k1", Encoding.ASCII.GetBytes("an-example-of-a-key-of-32-bytes."));

    private const string Address = "192.0.2.1";

    private Scheme? _scheme;

    public static ImmutableArray<PresetSample> All { get; } =
    [
        new("token-header", Signed.Path | Signed.Query, TokenTime.None),
        new("hmac-v1", Signed.Method | Signed.Host | Signed.Path | Signed.Query, TokenTime.End),
        new("hmac-v1", Signed.Method | Signed.Host | Signed.Path | Signed.Query, TokenTime.End, "in the query") { Change = preset => preset with { Token = ["query:sig=v1.{kid}.{expires}.{sig}"] } },
        new("nginx-secure-link", Signed.Path, TokenTime.End),
        new("nginx-secure-link", Signed.Path | Signed.Address, TokenTime.End, "bound to an address") { Change = preset => preset with { Message = "{expires}{uri}{client_address} {key}" } },
        new("nginx-secure-link-secret", Signed.Path, TokenTime.None),
        new("lighttpd-secdownload", Signed.Path, TokenTime.Around),
        new("lighttpd-secdownload-hmac", Signed.Path, TokenTime.Around),
        .. new[] { "alibaba-a", "alibaba-b", "alibaba-c1", "alibaba-c2", "alibaba-f", "huawei-a", "baidu-a", "tencent-a", "tencent-c-intl", "tencent-d", "edgeone-a", "edgeone-b", "edgeone-c", "edgeone-d", "cloudflare-timed-hmac" }
            .Select(preset => new PresetSample(preset, Signed.Path, TokenTime.IssuedAhead)),
        .. new[] { "qiniu", "keycdn", "cdn77", "cdn77-query", "fastly-token" }.Select(preset => new PresetSample(preset, Signed.Path, TokenTime.End)),
        new("akamai-token-2", Signed.Path, TokenTime.End),
        new("akamai-token-2", Signed.None, TokenTime.BeginAndEnd, "with an acl") { Prepare = request => request with { Fields = request.Fields.Add("acl", "/video/*").Add("not_before", "1800000000") } },
        new("akamai-token-2", Signed.Path | Signed.Address, TokenTime.End, "bound to an address") { Prepare = request => request with { Fields = request.Fields.Add("address", Address) } },
        new("google-cdn", Signed.Host | Signed.Path | Signed.Query, TokenTime.End),
        new("google-cdn-prefix", Signed.Host, TokenTime.End) { Prepare = request => request with { Fields = request.Fields.Add("prefix", Base64Url($"https://{request.Host}/video/")) } },
        new("bunny-query", Signed.Path | Signed.Query, TokenTime.End),
        new("bunny-query", Signed.Path | Signed.Query | Signed.Address, TokenTime.End, "bound to an address"),
        new("bunny-query", Signed.Query, TokenTime.End, "with a prefix")
        {
            Prepare = request => request with { Target = request.Target + (request.Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "token_path=/video/", Fields = request.Fields.Add("prefix", "/video/") },
        },
        new("bunny-path", Signed.Path, TokenTime.End),
        new("bunny-path", Signed.Path | Signed.Address, TokenTime.End, "bound to an address"),
        new("highwinds", Signed.Path | Signed.Query, TokenTime.End),
        new("imgix", Signed.Path | Signed.Query, TokenTime.None),
        new("imgproxy", Signed.Path, TokenTime.None),
        new("thumbor", Signed.Path, TokenTime.None),
        new("kong-hmac-auth", Signed.Method | Signed.Path | Signed.Query, TokenTime.Around),
        new("apisix-hmac-auth", Signed.Method | Signed.Path | Signed.Query, TokenTime.Around),
        new("apisix-hmac-auth", Signed.Method | Signed.Path | Signed.Query, TokenTime.Around, "with a header")
        {
            Change = preset => preset with { SignedHeaders = ["User-Agent"] },
            Prepare = request => request with { Headers = request.Headers.Add("user-agent", "shop/1.0") },
        },
        new("rfc9421", Signed.Method | Signed.Host | Signed.Path | Signed.Query, TokenTime.Issued),
        new("panda-hmac", Signed.Path, TokenTime.Around),
        new("github-webhook", Signed.Body, TokenTime.None),
        new("slack-v0", Signed.Body, TokenTime.Around),
        new("standard-webhooks", Signed.Body, TokenTime.Around),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(sample => sample.Name)];

    public string Name => Variant.Length == 0 ? Preset : $"{Preset}, {Variant}";

    public Func<SchemeDefinition, SchemeDefinition> Change { get; init; } = preset => preset;

    public Func<UnsignedRequest, UnsignedRequest> Prepare { get; init; } = request => request;

    public Scheme Scheme => _scheme ??= Scheme.Compile(Change(PresetCatalog.All.Single(preset => preset.Name == Preset)));

    public static PresetSample Find(string name) => All.Single(sample => sample.Name == name);

    public static ClientAddress AddressOf(string text) => ClientAddress.TryParse(Encoding.ASCII.GetBytes(text), out var address) ? address : default;

    public WireRequest Sign(UnsignedRequest request) => Sign(request, Scheme);

    /// <summary>Signs with a scheme that need not be the sample's own.</summary>
    public WireRequest Sign(UnsignedRequest request, Scheme scheme)
    {
        var unsigned = Prepare(request with { ClientAddress = Signs.HasFlag(Signed.Address) ? AddressOf(Address) : default });
        return WireRequest.Of(unsigned, scheme.Sign(unsigned, Key, Now));
    }

    private static string Base64Url(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text));
}
