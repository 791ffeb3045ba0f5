using TokenAuthz.Signing;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>What holds for every format, whatever is signed.</summary>
public static class PresetPropertyTests
{
    private const int Requests = 60;

    // Whose message has nothing of the path: they sign a body, or what a list opens.
    private static readonly string[] WithoutPath = ["github-webhook", "slack-v0", "standard-webhooks"];
    private static readonly string[] WithScope = ["akamai-token-2", "google-cdn-prefix"];

    // Whose message has the query; the others leave it to the origin what it is for.
    private static readonly string[] WithQuery = ["token-header", "hmac-v1", "google-cdn", "bunny-query", "highwinds", "imgix", "kong-hmac-auth", "apisix-hmac-auth", "rfc9421"];

    public static TheoryData<string> Names => PresetCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public static void Allows_what_it_signs(string preset)
    {
        var format = new PresetCase(preset);
        for (var seed = 0; seed < 10 * Requests; seed++)
        {
            var signed = format.Sign(format.Request(new(seed)));

            Assert.True(format.Verify(signed).Key == format.Key, $"seed {seed}: {format.Verify(signed)}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Denies_when_one_byte_is_another(string preset)
    {
        var format = new PresetCase(preset);
        for (var seed = 0; seed < Requests; seed++)
        {
            var unsigned = format.Request(new(seed));
            var signed = format.Sign(unsigned);
            foreach (var (what, other) in Others(format, unsigned, signed)) Assert.False(format.Verify(other).IsAllowed, $"seed {seed}: {what}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Denies_what_another_key_signed(string preset)
    {
        var format = new PresetCase(preset);
        for (var seed = 0; seed < Requests; seed++)
            Assert.Equal(DenyReason.InvalidToken, Deny(format.Verify(format.Sign(format.Request(new(seed))), keys: format.OtherKeys)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Holds_from_its_first_second_to_its_last(string preset)
    {
        var format = new PresetCase(preset);
        var signed = format.Sign(format.Request(new(1)));

        if (format.Since is { } since)
        {
            Assert.True(format.Verify(signed, since).IsAllowed);
            Assert.Equal(DenyReason.NotYetValid, Deny(format.Verify(signed, since.AddSeconds(-1))));
        }

        if (format.Until is not { } until)
        {
            Assert.True(format.Verify(signed, PresetCase.Now.AddYears(50)).IsAllowed);
            return;
        }

        Assert.True(format.Verify(signed, until.AddMilliseconds(999)).IsAllowed);
        Assert.Equal(DenyReason.Expired, Deny(format.Verify(signed, until.AddSeconds(1))));
    }

    private static DenyReason? Deny(Verdict verdict) => verdict.IsAllowed ? null : verdict.Reason;

    // The same request with each byte that counts replaced in turn; by the next one, which never is another case of it.
    private static IEnumerable<(string What, TestRequest Request)> Others(PresetCase format, UnsignedRequest unsigned, TestRequest signed)
    {
        var target = System.Text.Encoding.Latin1.GetString(signed.Target);
        for (var i = 0; i < target.Length; i++)
        {
            if (Counts(format, unsigned, target, i)) yield return ($"{Replace(target, i)} for {target}", With(signed, Replace(target, i)));
        }

        foreach (var (index, (name, value)) in signed.Headers.Index().Where(header => format.Name == "apisix-hmac-auth" || !unsigned.Headers.ContainsKey(header.Item.Key)))
        {
            for (var i = 0; i < value.Length; i++)
            {
                KeyValuePair<string, string>[] headers = [.. signed.Headers];
                headers[index] = new(name, Replace(value, i));
                yield return ($"{name}: {headers[index].Value} for {value}", signed with { Headers = headers });
            }
        }

        for (var i = 0; i < signed.BodyBytes.Length; i++)
        {
            byte[] body = [.. signed.BodyBytes];
            body[i]++;
            yield return ($"byte {i} of the body", signed with { BodyBytes = body });
        }
    }

    // Whether a byte of the target is signed, or belongs to the token.
    private static bool Counts(PresetCase format, UnsignedRequest unsigned, string target, int i)
    {
        var (query, unsignedQuery) = (target.IndexOf('?', StringComparison.Ordinal), unsigned.Target.IndexOf('?', StringComparison.Ordinal));
        var queryLength = unsignedQuery < 0 ? 0 : unsigned.Target.Length - unsignedQuery;
        if (query >= 0 && i >= query && i < query + queryLength) return WithQuery.Contains(format.Name) && i > query;

        // Padding may be left out, and an ampersand in its place begins another parameter.
        if (query >= 0 && i > query) return !target[i..].StartsWith("%3D", StringComparison.Ordinal);
        if (i == query) return false;
        if (WithScope.Contains(format.Name)) return i < "/video/".Length;
        return !WithoutPath.Contains(format.Name);
    }

    private static string Replace(string text, int index) => text[..index] + (char)(text[index] + 1) + text[(index + 1)..];

    private static TestRequest With(TestRequest request, string target) => new(target)
    {
        MethodText = request.MethodText,
        HostText = request.HostText,
        BodyBytes = request.BodyBytes,
        ClientAddress = request.ClientAddress,
        Headers = request.Headers,
    };
}
