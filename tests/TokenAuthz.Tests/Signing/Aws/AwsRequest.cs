using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Aws;

/// <summary>
/// A request in either form of AWS Signature Version 4, signed here and not by the code under test, so that each part of it can be one
/// that a right signer does not write.
/// </summary>
internal sealed record AwsRequest
{
    public static readonly DateTimeOffset Now = new(2026, 2, 25, 12, 0, 0, TimeSpan.Zero);

    public static readonly SchemeDefinition Scheme = WithScope("aws-sigv4");

    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string KeyId = "AKIDEXAMPLE";

    public static readonly KeyRing Ring = new([new Key(KeyId, Encoding.ASCII.GetBytes(Secret))]);

    public bool IsPresigned { get; init; }

    public string Algorithm { get; init; } = "AWS4-HMAC-SHA256";

    public string Date { get; init; } = "20260225";

    public string Time { get; init; } = "20260225T120000Z";

    public string Region { get; init; } = "eu-central-1";

    public string Service { get; init; } = "execute-api";

    public string Terminator { get; init; } = "aws4_request";

    public string Expires { get; init; } = "900";

    public string SignedHeaders { get; init; } = "";

    public string Payload { get; init; } = Digest("body");

    public string Body { get; init; } = "body";

    /// <summary>Headers that are signed if their names are in <see cref="SignedHeaders"/>.</summary>
    public ImmutableSortedDictionary<string, string> Headers { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Changes the target after it was signed.</summary>
    public Func<string, string> Target { get; init; } = target => target;

    /// <summary>Changes the signature's text.</summary>
    public Func<string, string> Signature { get; init; } = signature => signature;

    private string Scope => $"{Date}/{Region}/{Service}/{Terminator}";

    public static SchemeDefinition WithScope(string preset) => PresetCatalog.All.Single(one => one.Name == preset) switch
    {
        var one => one with { Forms = [.. one.Forms.Select(form => form with { Require = Required(form) })] },
    };

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    public Verdict Verdict(SchemeDefinition? scheme = null)
    {
        var request = IsPresigned ? Presigned() : Signed();
        return TokenAuthz.Signing.Schemes.Scheme.Compile(scheme ?? Scheme).Verify(ref request, Ring, Now);
    }

    /// <summary>The header form.</summary>
    public TestRequest Signed()
    {
        var names = SignedHeaders.Length > 0 ? SignedHeaders : "host;x-amz-content-sha256;x-amz-date";
        var headers = Headers.SetItem("x-amz-date", Time);
        if (Payload.Length > 0) headers = headers.SetItem("x-amz-content-sha256", Payload);
        var signature = Sign("a=1", names, headers);
        return Request("/a?a=1", headers.SetItem(
            "authorization", $"{Algorithm} Credential={KeyId}/{Scope}, SignedHeaders={names}, Signature={signature}"));
    }

    private TestRequest Presigned()
    {
        var names = SignedHeaders.Length > 0 ? SignedHeaders : "host";
        var query = $"X-Amz-Algorithm={Algorithm}&X-Amz-Credential={Uri.EscapeDataString($"{KeyId}/{Scope}")}&X-Amz-Date={Time}" +
            $"&X-Amz-Expires={Uri.EscapeDataString(Expires)}&X-Amz-SignedHeaders={Uri.EscapeDataString(names)}&a=1";
        return Request($"/a?{query}&X-Amz-Signature={Sign(query, names, Headers)}", Headers);
    }

    private TestRequest Request(string target, IEnumerable<KeyValuePair<string, string>> headers) => new(Target(target))
    {
        MethodText = "PUT",
        Headers = [.. headers],
        BodyBytes = Encoding.ASCII.GetBytes(Body),
    };

    private string Sign(string query, string names, ImmutableSortedDictionary<string, string> headers)
    {
        var lines = names.Split(';').Select(name => $"{name}:{(name == "host" ? "example.com" : headers.GetValueOrDefault(name))}\n");
        var payload = Payload.Length > 0 ? Payload : Digest(Body);
        var canonical = $"PUT\n/a\n{query}\n{string.Concat(lines)}\n{names}\n{payload}";
        var key = new[] { Date, Region, Service, Terminator }.Aggregate(
            Encoding.ASCII.GetBytes($"AWS4{Secret}"), (step, text) => HMACSHA256.HashData(step, Encoding.ASCII.GetBytes(text)));
        var message = $"{Algorithm}\n{Time}\n{Scope}\n{Digest(canonical)}";
        return Signature(Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(message))));
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Required(SchemeDefinition form) =>
        form.Require.SetItem("region", ["eu-central-1"]).SetItem("service", ["execute-api"]);
}
