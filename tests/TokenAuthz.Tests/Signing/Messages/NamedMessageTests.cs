using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>Messages with names and filters are signed as if they were written out.</summary>
public static class NamedMessageTests
{
    private const string Body = "{}";
    private const string BodyDigest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    private const string Six = "{host}{host}{host}{host}{host}{host}";

    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly SchemeDefinition Ours = new()
    {
        Name = "ours",
        Token = ["header:signature={time}.{sig}"],
        Message = "{time}\n{canonical|sha256|hex}",
        Let = Named(
            ("canonical", "{method}\n{path}\n{query:id|decode}\n{header?:x-a|trim}\n{payload}"),
            ("payload", "{body|sha256|hex}")),
    };

    [Fact]
    public static void Are_signed_as_if_they_were_written_out()
    {
        var canonical = $"POST\n/a\nb c\n\n{BodyDigest}";

        Assert.True(Verify(Ours, "/a?id=b%20c", $"7\n{Sha256(canonical)}"));
        Assert.False(Verify(Ours, "/b?id=b%20c", $"7\n{Sha256(canonical)}"));
        Assert.False(Verify(Ours, "/a", $"7\n{Sha256(canonical)}"));
        Assert.False(Verify(Ours, "/a?id=b%20c&id=b%20c", $"7\n{Sha256(canonical)}"));
        Assert.False(Verify(Ours, "/a?id=b%2", $"7\n{Sha256("POST\n/a\nb%2\n\n" + BodyDigest)}"));
    }

    [Fact]
    public static void Take_in_a_header_that_may_be_absent()
    {
        var message = $"7\n{Sha256($"POST\n/a\n1\nv\n{BodyDigest}")}";

        Assert.True(Verify(Ours, "/a?id=1", message, KeyValuePair.Create("x-a", " v ")));
        Assert.False(Verify(Ours, "/a?id=1", message));
        Assert.False(Verify(Ours, "/a?id=1", message, KeyValuePair.Create("x-a", "v"), KeyValuePair.Create("x-a", "v")));
    }

    [Fact]
    public static void Take_the_host_from_the_request_line_of_any_version() =>
        Assert.True(
            Verify(Ours with { Message = "{time}\n{path}\n{header:Host|without_port}", Let = Named() }, "/a", "7\n/a\nexample.com"));

    [Fact]
    public static void Are_signed_by_a_signer()
    {
        var request = new UnsignedRequest { Target = "/a?id=1", Method = "POST", Body = Encoding.ASCII.GetBytes(Body) };

        var signed = Scheme.Compile(Ours).Sign(request, Key, DateTimeOffset.UnixEpoch);

        var message = $"0\n{Sha256($"POST\n/a\n1\n\n{BodyDigest}")}";
        Assert.Equal($"0.{Hmac(message)}", signed.Headers.Single().Value);
    }

    [Theory]
    [InlineData("a text of itself", "{a} is made of itself", "{a}{path}", "a", "{b}", "b", "{a}")]
    [InlineData("an unknown name", "{c} is neither a field of the token (time, sig)", "{a}{path}", "a", "{c}")]
    [InlineData("a name of a part", "{path} is a part of the request or a field of the token already", "{path}", "path", "{host}")]
    [InlineData("a name of a field", "{sig} is a part of the request or a field of the token already", "{path}", "sig", "{host}")]
    [InlineData("an ill-formed name", "'A' is not a field's name", "{path}", "A", "{host}")]
    [InlineData("an ill-formed header", "'a b' is not a header's name", "{path}\n{header:a b}")]
    [InlineData("a parameter without a name", "{query:} is neither", "{path}\n{query:}")]
    [InlineData("too many pieces", "more than 256 pieces", "{a}{path}", "a", "{b}{b}{b}{b}{b}{b}", "b", "{c}{c}{c}{c}{c}{c}", "c", Six)]
    [InlineData("its signature in a header", "the header signature holds the signature itself", "{path}\n{header:signature|sha256}")]
    [InlineData("a path in one case", "say what is signed", "{host}\n{path|lower}")]
    [InlineData("a path that is decoded", "say what is signed", "{host}\n{path|decode}")]
    [InlineData("a part of a path", "say what is signed", "{a|first:8}", "a", "{path}")]
    [InlineData("a checksum of a body", "say what is signed", "{body|crc32|decimal}")]
    [InlineData("borders within a text", "nothing tells where {method} ends and", "{a|sha256}", "a", "{method}{host}{path}{body}")]
    [InlineData("a header that may be absent beside a part", "write {header:x-a}", "{path}\n{header?:x-a}{method}")]
    public static void Are_refused_with(string mistake, string error, string message, params string[] named)
    {
        var let = named.Chunk(2).Select(pair => (pair[0], pair[1])).ToArray();

        var thrown = Assert.Throws<SchemeException>(() => Scheme.Compile(Ours with { Message = message, Let = Named(let) }));

        Assert.True(thrown.Message.Contains(error, StringComparison.Ordinal), $"{mistake}: {thrown.Message}");
    }

    [Theory]
    [InlineData("{path}\n{expires|lower}")]
    [InlineData("{path}\n{expires|decode}")]
    [InlineData("{path}\n{a|first:4}")]
    [InlineData("{path}\n{a|decode|sha256}")]
    public static void Do_not_sign_a_time_that_could_be_another(string message)
    {
        var scheme = Ours with
        {
            Token = ["header:signature={expires}.{sig}"],
            Message = message,
            Let = Named(("a", "{expires}")),
        };

        var thrown = Assert.Throws<SchemeException>(() => Scheme.Compile(scheme));

        Assert.Contains("the message does not sign {expires}", thrown.Message, StringComparison.Ordinal);
        _ = Scheme.Compile(scheme with { Message = "{path}\n{a|sha256|base64}" });
    }

    [Fact]
    public static void A_digest_tells_its_parts_apart_from_their_neighbours() =>
        _ = Scheme.Compile(Ours with { Message = "{body|sha256|hex}{method}{path}", Let = Named() });

    [Fact]
    public static void A_key_that_is_hashed_first_is_a_key() =>
        _ = Scheme.Compile(Ours with { Message = "{path}{key|sha256|hex}", Let = Named(), Algorithm = SignatureAlgorithm.Sha256 });

    private static bool Verify(SchemeDefinition scheme, string target, string message, params KeyValuePair<string, string>[] headers)
    {
        var request = new TestRequest(target)
        {
            MethodText = "POST",
            BodyBytes = Encoding.ASCII.GetBytes(Body),
            Headers = [new("signature", $"7.{Hmac(message)}"), .. headers],
        };
        return Scheme.Compile(scheme).Verify(ref request, new([Key]), DateTimeOffset.UnixEpoch).IsAllowed;
    }

    private static string Hmac(string message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Key.Secret, Encoding.ASCII.GetBytes(message)));

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static ImmutableSortedDictionary<string, string> Named(params (string Name, string Template)[] texts) =>
        texts.ToImmutableSortedDictionary(text => text.Name, text => text.Template, StringComparer.Ordinal);
}
