using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;

namespace TokenAuthz.Tests.Signing;

/// <summary>Parameters that are ignored may be added anywhere to a signed URL, and nothing else may.</summary>
[Collection(nameof(MeasuresAllocations))]
public static class IgnoredParameterTests
{
    private const int Cases = 50;
    private const int Checks = 1000;

    private static readonly ImmutableArray<string> Names = ["utm_*", "fbclid", "mc.eid"];

    private static readonly Scheme Ours = Scheme.Compile(new()
    {
        Name = "ours",
        Token = ["header:x-token={sig}"],
        Message = "{target}",
        IgnoreParameters = Names,
    });

    public static TheoryData<string> Presets =>
        [.. PresetSample.All.Where(sample => Ignoring(sample.Scheme.Definition) is not null).Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public static void May_be_anywhere_in_the_query_of_every_format_that_signs_it(string name)
    {
        var sample = PresetSample.Find(name);
        var scheme = Ignoring(sample.Scheme.Definition)!;
        for (var seed = 0; seed < Cases; seed++)
        {
            var signed = sample.Sign(RandomRequest.Make(new(seed)), scheme);
            var target = Encoding.Latin1.GetString(signed.Target);
            var places = target.Contains('?', StringComparison.Ordinal) ? target.Count(c => c == '&') + 2 : 1;
            for (var place = 0; place < places; place++)
            {
                var added = Add(Add(target, place, "utm_source=a%20b"), place, "fbclid");
                var request = signed.With("target", Encoding.Latin1.GetBytes(added));

                var verdict = scheme.Verify(ref request, PresetSample.Ring, PresetSample.Now);

                Expect.Equal(null, verdict.Denial(), $"{name}, seed {seed}: {added}");
            }
        }
    }

    [Theory]
    [InlineData("a value with escapes", "utm_source=a%20b%2Fc%3D")]
    [InlineData("an empty value", "utm_source=")]
    [InlineData("no value", "fbclid")]
    [InlineData("a value with equals signs", "fbclid=IwAR0=b==")]
    [InlineData("what ad platforms leave as it is", "utm_term={keyword}|x[1]^'`")]
    [InlineData("the beginning of the name alone", "utm_=1")]
    [InlineData("a name with a dot", "mc.eid=1")]
    [InlineData("twice", "utm_source=1&utm_source=2")]
    public static void Are_ignored(string description, string parameter) => ExpectIgnored(description, parameter, isIgnored: true);

    [Theory]
    [InlineData("another name", "gclid=1")]
    [InlineData("a name that only begins so", "fbclid2=1")]
    [InlineData("a name that only ends so", "xutm_source=1")]
    [InlineData("a part of the beginning", "utm=1")]
    [InlineData("another case", "UTM_source=1")]
    [InlineData("an escape in the beginning", "%75tm_source=1")]
    [InlineData("an escape behind the beginning", "utm_%73ource=1")]
    [InlineData("an escaped separator in the name", "utm_%26id%3D2=1")]
    [InlineData("an array", "utm_a[id]=2")]
    [InlineData("a plus sign in the name", "utm_+id=2")]
    [InlineData("a semicolon", "utm_source=1;id=2")]
    [InlineData("a semicolon without a value", "utm_source;id=2")]
    [InlineData("an escaped semicolon", "utm_source=1%3bid=2")]
    [InlineData("an escaped ampersand", "utm_source=1%26id=2")]
    [InlineData("a question mark", "utm_source=1?id=2")]
    [InlineData("a fragment", "utm_source=1#id=2")]
    [InlineData("an escaped fragment", "utm_source=1%23id=2")]
    [InlineData("a backslash", "utm_source=\\id=2")]
    [InlineData("a quote", "utm_source=\"1")]
    [InlineData("a line end", "utm_source=%0d%0aid=2")]
    [InlineData("a zero byte", "utm_source=1%00")]
    [InlineData("an escape that ends early", "utm_source=%")]
    [InlineData("an escape with one digit", "utm_source=%2")]
    [InlineData("a byte outside ASCII", "utm_source=\u00e9")]
    [InlineData("nothing", "")]
    [InlineData("nothing with a value", "=utm_source")]
    [InlineData("a path", "/utm_source=1")]
    public static void Are_not_ignored(string description, string parameter) => ExpectIgnored(description, parameter, isIgnored: false);

    [Theory]
    [InlineData("nothing else", "/a", "/a?utm_a=1")]
    [InlineData("an empty query", "/a?", "/a?&utm_a=1")]
    [InlineData("empty parameters", "/a?&&", "/a?utm_a=1&&&")]
    [InlineData("a question mark in the path of a parameter", "/a?b=/c?d", "/a?utm_a=1&b=/c?d")]
    public static void Leave_the_rest_byte_for_byte(string description, string original, string added) =>
        Expect.Equal(true, IsAllowed(original, added), description);

    [Theory]
    [InlineData("an empty query is no query", "/a?", "/a?utm_a=1")]
    [InlineData("a separator is not part of a parameter", "/a?b", "/a?b&&utm_a=1")]
    [InlineData("a path holds no parameters", "/a", "/a&utm_a=1")]
    [InlineData("a parameter that was signed is missing", "/a?b&c", "/a?b&utm_a=1")]
    public static void Change_nothing_else(string description, string original, string added) =>
        Expect.Equal(false, IsAllowed(original, added), description);

    [Fact]
    public static void Are_left_out_of_what_is_signed()
    {
        var signed = Ours.Sign(new UnsignedRequest { Target = "/a?utm_a=1&b=2" }, PresetSample.Secret, PresetSample.Now);
        var other = Ours.Sign(new UnsignedRequest { Target = "/a?b=2" }, PresetSample.Secret, PresetSample.Now);

        Assert.Equal("/a?utm_a=1&b=2", signed.Target);
        Assert.Equal(other.Headers, signed.Headers);
    }

    [Fact]
    public static void Allocate_nothing()
    {
        var scheme = Scheme.Compile(Ours.Definition with { Token = ["header:token={sig}"] });
        var token = scheme.Sign(new UnsignedRequest { Target = "/a?b=2" }, PresetSample.Secret, PresetSample.Now).Headers[0].Value;
        var request = new RequestBytes("/a?utm_a=1&b=2&fbclid=3", token);
        Assert.Equal(Checks, Check());

        Assert.Equal(0, Allocations.Of(() => Check()));

        int Check()
        {
            var allowed = 0;
            for (var i = 0; i < Checks; i++) allowed += scheme.Verify(ref request, PresetSample.Ring, PresetSample.Now).IsAllowed ? 1 : 0;
            return allowed;
        }
    }

    private static void ExpectIgnored(string description, string parameter, bool isIgnored)
    {
        foreach (var place in Enumerable.Range(0, 3))
            Expect.Equal(isIgnored, IsAllowed("/a?b=1&c=2", Add("/a?b=1&c=2", place, parameter)), $"{description}, place {place}");
    }

    private static bool IsAllowed(string original, string sent)
    {
        var token = Ours.Sign(new UnsignedRequest { Target = original }, PresetSample.Secret, PresetSample.Now);
        var request = new TestRequest(sent) { Headers = token.Headers };
        return Ours.Verify(ref request, PresetSample.Ring, PresetSample.Now).IsAllowed;
    }

    // Puts a parameter in front of the one at a place, or at the end.
    private static string Add(string target, int place, string parameter)
    {
        var (path, query) = target.Split('?', 2) is [var before, var behind] ? (before, behind.Split('&').ToList()) : (target, []);
        query.Insert(Math.Min(place, query.Count), parameter);
        return $"{path}?{string.Join('&', query)}";
    }

    // Null where the query is not signed.
    private static Scheme? Ignoring(SchemeDefinition definition)
    {
        try
        {
            return Scheme.Compile(definition with
            {
                IgnoreParameters = Names,
                Forms = [.. definition.Forms.Select(form => form with { IgnoreParameters = Names })],
            });
        }
        catch (SchemeException e) when (e.Message.Contains("the query is not signed", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
