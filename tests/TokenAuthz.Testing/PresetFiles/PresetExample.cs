using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Schemes;
using Address = TokenAuthz.Signing.Requests.ClientAddress;

namespace TokenAuthz.Testing.PresetFiles;

/// <summary>A request that docs/formats.md signs and shows.</summary>
public sealed record PresetExample
{
    /// <summary>The host of every example.</summary>
    public const string Host = "cdn.example.com";

    public string Method { get; init; } = "GET";

    public required string Target { get; init; }

    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string Body { get; init; } = "";

    /// <summary>The client's address, for a format that binds the token to it.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>Values of the token's free fields.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Settings of the scheme that differ from the preset's.</summary>
    public JsonElement? Scheme { get; init; }

    /// <summary>The id of the key, where the format says what it looks like.</summary>
    public string KeyId { get; init; } = "2026-11";

    /// <summary>The only form of the token that is shown; null for all.</summary>
    public string? Form { get; init; }

    /// <summary>The kind of the key, where the scheme takes several; null for the usual one.</summary>
    public KeyKind? Key { get; init; }

    /// <summary>The request as it is to be signed: with the fields that the form of the token has.</summary>
    public UnsignedRequest ToSign(Scheme scheme, string? form)
    {
        var index = scheme.Definition.Forms.ToList().FindIndex(one => one.Name == form);
        var known = scheme.Forms[Math.Max(0, index)].Fields;
        var address = default(Address);
        Assert.True(ClientAddress is null || Address.TryParse(Encoding.ASCII.GetBytes(ClientAddress), out address));
        return new()
        {
            Method = Method,
            Host = Host,
            Target = Target,
            Headers = Headers.WithComparers(StringComparer.OrdinalIgnoreCase),
            Body = Encoding.UTF8.GetBytes(Body),
            ClientAddress = address,
            Fields = Fields.Where(field => known.IndexOf(field.Key) >= 0).ToImmutableDictionary(),
            Form = form,
        };
    }
}
