using System.Globalization;
using System.Text;
using System.Text.Json;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Formats;

/// <summary>Signs the example of a preset by the example's configuration, and asks the engine about it and its variations.</summary>
internal sealed class FormatExampleResult
{
    /// <summary>The clock of every example.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public const string KeyId = "2026-11";

    private const string KeyText = "correct-horse-battery-staple";
    private const string Host = "cdn.example.com";

    private readonly PresetExample _example;
    private readonly ExampleEngine _engine;

    public FormatExampleResult(PresetFile file)
    {
        _example = file.Example;
        Json = JsonOf(_example, file.Preset);
        _engine = new(Json, Now);
        Request = RequestOf(Sign());
        (Signed, Until) = Explain();
    }

    /// <summary>The whole configuration.</summary>
    public string Json { get; }

    /// <summary>The request with its token.</summary>
    public string Request { get; }

    /// <summary>The message, with the key masked.</summary>
    public string Signed { get; }

    /// <summary>The last second at which the token is valid; null when it never expires.</summary>
    public DateTimeOffset? Until { get; }

    /// <summary>The parts of the request: true for those that may change, false for those whose change is denied.</summary>
    public ILookup<bool, string> Parts => new (string Name, string Request)[]
    {
        ("path", Replace(PathOf(_example.Target), "/x" + PathOf(_example.Target))),
        ("query", Replace(" HTTP/1.1\n", $"{(Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}utm_source=mail HTTP/1.1\n")),
        ("method", Replace(_example.Method + " ", "PUT ")),
        ("host", Replace($"Host: {Host}", "Host: other.example.com")),
        ("body", Request + "x"),
        ("client's address", _example.ClientAddress is { } address ? Replace($": {address}\n", ": 198.51.100.7\n") : Request),
    }.ToLookup(part => Decide(part.Request).IsAllowed, part => part.Name);

    private string Target => ExampleRequest.Parse(Request).TargetText;

    private Decision Decide(string request) => _engine.Decide(ExampleRequest.Parse(request));

    private static string PathOf(string target) => target.Split('?')[0];

    private string Replace(string text, string other)
    {
        Assert.Contains(text, Request, StringComparison.Ordinal);
        var at = Request.IndexOf(text, StringComparison.Ordinal);
        return Request[..at] + other + Request[(at + text.Length)..];
    }

    private SignedRequest Sign()
    {
        var policy = Assert.Single(_engine.Snapshot.Policies);
        Assert.True(policy.Keys!.TryGetSigningKey(Now, out var key));
        ClientAddress address = default;
        Assert.True(_example.ClientAddress is null || ClientAddress.TryParse(Encoding.ASCII.GetBytes(_example.ClientAddress), out address));
        return policy.Scheme!.Sign(
            new()
            {
                Method = _example.Method,
                Host = Host,
                Target = _example.Target,
                Headers = _example.Headers.WithComparers(StringComparer.OrdinalIgnoreCase),
                Body = Encoding.UTF8.GetBytes(_example.Body),
                ClientAddress = address,
                Fields = _example.Fields,
            },
            key,
            Now);
    }

    private string RequestOf(SignedRequest signed)
    {
        var address = _example.ClientAddress is null ? "" : $"{ExampleRequest.AddressHeader}: {_example.ClientAddress}\n";
        var lines = string.Concat(_example.Headers.Concat(signed.Headers).Select(header => $"{header.Key}: {header.Value}\n"));
        return $"{_example.Method} {signed.Target} HTTP/1.1\nHost: {Host}\n{address}{lines}\n{_example.Body}";
    }

    private (string Signed, DateTimeOffset? Until) Explain()
    {
        var (request, trace) = (ExampleRequest.Parse(Request), new Trace());
        var policy = _engine.PolicyOf(request);
        _ = policy.Scheme!.Verify(ref request, policy.Keys!, Now, trace);
        return (trace.Signed, trace.Until is 0 or long.MaxValue ? null : DateTimeOffset.FromUnixTimeSeconds(trace.Until));
    }

    private static string JsonOf(PresetExample example, SchemeDefinition preset)
    {
        var encoding = preset.KeyEncoding;
        var key = encoding switch
        {
            KeyEncoding.Text => KeyText,
            KeyEncoding.Hex => Convert.ToHexStringLower(Encoding.ASCII.GetBytes(KeyText)),
            _ => Convert.ToBase64String(Encoding.ASCII.GetBytes(KeyText)),
        };
        var schemes = example.Scheme is { } settings ? $$"""

                "Schemes": { "ours": { "Preset": "{{preset.Name}}", {{OnOneLine(settings)}} } },
            """ : "";
        var listeners = example.ClientAddress is null ? "" : $$"""
            ,
                "Listeners": [{ "Url": "http://*:8080", "ClientAddressHeader": "{{ExampleRequest.AddressHeader}}" }]
            """;
        return $$"""
            {
              "TokenAuthz": {
                "Keys": [{ "Id": "{{KeyId}}", "Value": "{{key}}" }],{{schemes}}
                "Policies": [{ "Name": "example", "Scheme": "{{(example.Scheme is null ? preset.Name : "ours")}}" }]{{listeners}}
              }
            }
            """;
    }

    private static string OnOneLine(JsonElement settings) =>
        string.Join(", ", settings.EnumerateObject().Select(setting => $"\"{setting.Name}\": {setting.Value.GetRawText()}"));

    private sealed class Trace : IVerifyTrace
    {
        public string Signed { get; private set; } = "";

        public long Until { get; private set; }


        public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch) =>
            Signed = string.Concat(Encoding.Latin1.GetString(message).Select(c => c switch
        {
            '\n' => "\\n",
            < ' ' or > '~' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
            _ => c.ToString(),
        }));

        public void Time(DenyReason? reason, long until) => Until = until;

    }
}
