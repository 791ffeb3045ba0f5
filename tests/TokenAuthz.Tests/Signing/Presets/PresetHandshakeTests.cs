using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Engine.Checks;
using TokenAuthz.Tests.Formats;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The presets answer the handshakes of their senders, and those that are signed only with their signature.</summary>
public static class PresetHandshakeTests
{
    private static readonly DateTimeOffset Now = FormatExampleResult.Now;

    public static TheoryData<string> Names => [.. PresetHandshakes.All.Select(row => row.Preset)];

    [Fact]
    public static void Has_a_row_for_every_preset_with_a_handshake() => Assert.Equal(
        PresetCatalog.All.Where(preset => !preset.Handshakes.IsEmpty).Select(preset => preset.Name).Order(StringComparer.Ordinal),
        Names.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Fact]
    public static void Has_every_row_on_the_page() => Assert.Equal(
        MarkdownTable.Names("docs/webhooks.md", "handshake of").Order(StringComparer.Ordinal),
        Names.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public static void Answers_the_handshake_of_the_senders_page(string name)
    {
        var (row, scheme) = Find(name);
        var key = SampleKeys.Of(scheme.Definition);
        var needsToken = scheme.Definition.Handshakes[0].NeedsToken;

        var answer = Answer(scheme, needsToken ? Sign(scheme, row.Request, key) : row.Request, HandshakeSamples.VerifyToken);

        Assert.Equal(row.Answer(key.Secret.ToArray()), answer is null ? null : Encoding.UTF8.GetString(answer.Body.Span));
        if (needsToken) Assert.Null(Answer(scheme, row.Request, HandshakeSamples.VerifyToken));
        if (scheme.NeedsVerifyToken) Assert.Null(Answer(scheme, row.Request, "another"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Takes_no_request_with_more_in_it_for_a_handshake(string name)
    {
        var (row, scheme) = Find(name);
        if (scheme.Definition.Handshakes[0].NeedsToken) return;
        var target = Encoding.ASCII.GetString(row.Request.Target);

        var withParameter = new TestRequest($"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}a=b")
        {
            MethodText = row.Request.MethodText,
            Headers = row.Request.Headers,
            BodyBytes = row.Request.BodyBytes,
        };

        Assert.Null(Answer(scheme, withParameter, HandshakeSamples.VerifyToken));
        Assert.Null(Answer(scheme, row.Request with { BodyBytes = [.. row.Request.BodyBytes, (byte)'x'] }, HandshakeSamples.VerifyToken));
        Assert.Null(Answer(scheme, row.Request with { MethodText = "PUT" }, HandshakeSamples.VerifyToken));
    }

    private static (PresetHandshakes Row, Scheme Scheme) Find(string name)
    {
        Assert.True(PresetCatalog.TryFind(name, out var preset));
        return (PresetHandshakes.All.Single(row => row.Preset == name), Scheme.Compile(preset));
    }

    private static HandshakeAnswer? Answer(Scheme scheme, TestRequest request, string verifyToken)
    {
        var ring = new KeyRing([SampleKeys.Of(scheme.Definition)]);
        var verdict = scheme.Verify(ref request, ring, Now);
        return scheme.FindHandshake(ref request, verdict, ring, Encoding.ASCII.GetBytes(verifyToken), Now);
    }

    private static TestRequest Sign(Scheme scheme, TestRequest request, Key key)
    {
        var signed = scheme.Sign(
            new()
            {
                Method = request.MethodText,
                Target = Encoding.ASCII.GetString(request.Target),
                Host = request.HostText,
                Body = request.BodyBytes,
                Headers = request.Headers.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase),
                Fields = scheme.Forms[0].Fields.IndexOf("nonce") < 0
                    ? ImmutableDictionary<string, string>.Empty
                    : ImmutableDictionary<string, string>.Empty.Add("nonce", "befa7b53-d79d-478f-86b9-120f112b044e"),
            },
            key,
            Now);
        return request with { Headers = [.. request.Headers, .. signed.Headers] };
    }
}
