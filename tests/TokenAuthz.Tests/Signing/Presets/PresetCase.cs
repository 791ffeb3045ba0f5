using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Tests.Formats;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A preset as its example configures it, and requests of every shape that it can sign.</summary>
internal sealed class PresetCase
{
    public static readonly DateTimeOffset Now = FormatExampleResult.Now;

    private const string Host = "cdn.example.com";

    private readonly FormatExample _example;

    public PresetCase(string name)
    {
        Name = name;
        _example = FormatExample.All.Single(example => example.Preset == name);
        var policy = new ExampleEngine(new FormatExampleResult(_example).Json, Now).Snapshot.Policies.Single();
        (Scheme, Keys) = (policy.Scheme!, policy.Keys!);
    }

    public static TheoryData<string> Names => [.. FormatExample.All.Select(example => example.Preset)];

    public string Name { get; }

    public Scheme Scheme { get; }

    public KeyRing Keys { get; }

    public Key Key => Keys.Keys[0];

    /// <summary>Keys of the same ids and lengths that no signature is made with.</summary>
    public KeyRing OtherKeys => new([.. Keys.Keys.Select(key => new Key(key.Id, [.. key.Secret.ToArray().Select(value => (byte)(value ^ 1))]))]);

    /// <summary>The last second at which a token of now holds; null when it never ends.</summary>
    public DateTimeOffset? Until => Scheme.Definition.Token.Concat([Scheme.Definition.Items ?? ""]).Any(text => text.Contains("issued", StringComparison.Ordinal) || text.Contains("expires", StringComparison.Ordinal))
        ? Now + Scheme.Definition.Ttl + Scheme.Definition.Skew
        : null;

    /// <summary>The first second at which it holds; null when it does not say when it was made.</summary>
    public DateTimeOffset? Since => Scheme.Definition.Token.Concat([Scheme.Definition.Items ?? ""]).Any(text => text.Contains("issued", StringComparison.Ordinal))
        ? Now - Scheme.Definition.Skew - (Scheme.Definition.Symmetric ? Scheme.Definition.Ttl : TimeSpan.Zero)
        : null;

    /// <summary>A request to sign, below the folder that the examples with a scope open.</summary>
    public UnsignedRequest Request(Random random) => new()
    {
        Method = _example.Method,
        Host = Host,
        Target = "/video/" + RandomText.Path(random) + RandomText.Query(random),
        Headers = _example.Headers.ToImmutableDictionary(header => header.Key, _ => RandomText.Word(random), StringComparer.OrdinalIgnoreCase),
        Body = Scheme.SignsBody ? Encoding.UTF8.GetBytes(RandomText.Word(random)) : default,
        ClientAddress = _example.ClientAddress is null ? default : RandomText.Address(random),
        Fields = _example.Fields,
    };

    public TestRequest Sign(UnsignedRequest request)
    {
        var signed = Scheme.Sign(request, Key, Now);
        return new(signed.Target)
        {
            MethodText = request.Method,
            HostText = request.Host,
            BodyBytes = request.Body.ToArray(),
            ClientAddress = request.ClientAddress,
            Headers = [.. request.Headers, .. signed.Headers],
        };
    }

    public Verdict Verify(TestRequest request, DateTimeOffset? now = null, KeyRing? keys = null) => Scheme.Verify(ref request, keys ?? Keys, now ?? Now);
}
