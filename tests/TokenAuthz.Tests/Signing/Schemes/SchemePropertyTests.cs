using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>
/// Properties of every scheme that compiles, a preset or one that a user could write: a token opens only the request it was made for.
/// Whatever a client changes, a request that is still allowed has the same value in each part and field that is signed.
/// </summary>
[Promise(1)]
[Promise(4)]
public static class SchemePropertyTests
{
    private const int Batches = 8;
    private const int SchemesInBatch = 250;
    private const int Seeds = 6;
    private const string Separators = "&?/=%#;,:~-_. \"\n";

    private static readonly KeyRing Ring = PresetSample.Ring;

    private static readonly ImmutableHashSet<string> Settable =
    [
        "method",
        "host",
        "path",
        "target",
        "signed_target",
        "uri",
        "query",
        "body",
        "id",
        "uid",
        "rest",
        "rand",
        "issued",
        "expires",
        "not_before",
        "acl",
        "list",
    ];

    public static TheoryData<string> Presets => PresetSample.Names;

    public static TheoryData<int> Generated => [.. Enumerable.Range(0, Batches)];

    [Theory]
    [MemberData(nameof(Presets))]
    public static void A_preset_opens_what_its_token_was_made_for(string name)
    {
        var sample = PresetSample.Find(name);
        for (var seed = 0; seed < Seeds; seed++)
        {
            var request = RandomRequest.Make(new Random(seed));
            var prepared = sample.Prepare(request);
            CheckReadings(Scheme.Compile(sample.Form), prepared, sample.Sign(request), $"{name}, seed {seed}", new Random(seed));
        }
    }

    [Theory]
    [MemberData(nameof(Generated))]
    public static void A_scheme_opens_what_its_token_was_made_for(int batch)
    {
        var checkedSchemes = 0;
        for (var seed = batch * SchemesInBatch; seed < (batch + 1) * SchemesInBatch; seed++)
        {
            var random = new Random(seed);
            if (Compile(GeneratedScheme.Make(random)) is not { } scheme) continue;
            for (var i = 0; i < Seeds; i++)
            {
                var request = Request(scheme, random);
                if (Sign(scheme, request) is not { } signed) continue;
                var context =
                    $"seed {seed}, {string.Join(", ", scheme.Definition.Token)}, " +
                        $"{string.Concat(scheme.Definition.Items)}, {scheme.Definition.Message}";
                CheckBytes(scheme, signed, context, random);
                CheckReadings(scheme, request, signed, context, random);
                checkedSchemes++;
            }
        }

        Assert.True(checkedSchemes > SchemesInBatch / 20, $"{checkedSchemes} checked of {SchemesInBatch}");
    }

    private static void CheckBytes(Scheme scheme, WireRequest signed, string context, Random random)
    {
        var values = SignedValues.Of(scheme, signed, Ring, PresetSample.Now);
        foreach (var (part, bytes) in signed.Parts)
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                foreach (var value in new[] { (byte)(bytes[i] ^ random.Next(1, 256)), (byte)Separators[random.Next(Separators.Length)] })
                {
                    if (value == bytes[i]) continue;
                    AssertSame(scheme, signed.With(part, [.. bytes[..i], value, .. bytes[(i + 1)..]]), values, context);
                    AssertSame(scheme, signed.With(part, [.. bytes[..i], value, .. bytes[i..]]), values, context);
                }

                AssertSame(scheme, signed.With(part, [.. bytes[..i], .. bytes[(i + 1)..]]), values, context);
            }
        }
    }

    // The same message, read in every other way.
    private static void CheckReadings(Scheme scheme, UnsignedRequest request, WireRequest signed, string context, Random random)
    {
        if (!RequestValues.CanWrite(scheme.Definition)) return;
        var written = RequestValues.Of(scheme, request, signed, Ring, PresetSample.Now);
        var same = written.Write();
        Assert.True(scheme.Verify(ref same, Ring, PresetSample.Now).IsAllowed, $"{context}: {signed} was written as {same}");

        var values = SignedValues.Of(scheme, signed, Ring, PresetSample.Now);
        var settable = Settable.Except(
            scheme.Definition.Token.Any(part => part.StartsWith("query:", StringComparison.Ordinal))
                ? ["query", "target", "signed_target"]
                : []);
        foreach (var reading in MessageReadings.Of(written, settable))
        {
            if (!IsJoined(scheme, written, reading)) AssertSame(scheme, reading.Write(), values, context);
        }
    }

    // Neighbours that a published format joins: what bounds them is the vendor's, and said in docs/formats.md.
    private static bool IsJoined(Scheme scheme, RequestValues written, RequestValues reading) =>
        scheme.Definition.AllowUnseparated.Any(
            border =>
                written.Values.Count(
                    value =>
                        reading.Values[value.Key] != value.Value && border.Contains($"{{{value.Key}}}", StringComparison.Ordinal)) > 1);

    private static void AssertSame(Scheme scheme, WireRequest changed, ImmutableSortedDictionary<string, string> values, string context)
    {
        if (!scheme.Verify(ref changed, Ring, PresetSample.Now).IsAllowed) return;
        var now = SignedValues.Of(scheme, changed, Ring, PresetSample.Now);
        var different = now.Where(value => values[value.Key] != value.Value)
            .Select(value => $"{value.Key} is {value.Value} and was {values[value.Key]}");
        Assert.True(!different.Any(), $"{string.Join("; ", different)}: {changed}, {context}");
    }

    private static Scheme? Compile(SchemeDefinition definition)
    {
        try
        {
            return Scheme.Compile(definition);
        }
        catch (SchemeException)
        {
            return null;
        }
    }

    // Null where the scheme refuses what the request holds.
    private static WireRequest? Sign(Scheme scheme, UnsignedRequest request)
    {
        try
        {
            return WireRequest.Of(request, scheme.Sign(request, PresetSample.Secret, PresetSample.Now));
        }
        catch (SchemeException)
        {
            return null;
        }
    }

    // Values that look like those of their neighbours.
    private static UnsignedRequest Request(Scheme scheme, Random random)
    {
        var request = RandomRequest.Make(random);
        string[] texts = ["7", "17", "a.b", "1800000000", "x-1", "a:b", "u", "/a", "a b", "1.2.3"];
        var body = new[] { ".1800000000.x", "1800000000", "/a\n/b", " x", "a=1&x=2", "" }[random.Next(6)];
        var fields = request.Fields;
        if (scheme.Definition.Token.Any(part => part.Contains("{uid}", StringComparison.Ordinal)))
            fields = fields.Add("uid", texts[random.Next(texts.Length)]);
        if (scheme.Definition.Token.Any(part => part.Contains("{not_before}", StringComparison.Ordinal)))
            fields = fields.Add("not_before", "1799999999");
        return request with
        {
            Fields = fields,
            Body = Encoding.Latin1.GetBytes(body),
            Target = scheme.Definition.Items.IsEmpty ? request.Target : request.Target.Split('?')[0] + "?acl=/video/*",
        };
    }
}
