using TokenAuthz.Signing;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>RFC 9421: the two headers are structured fields, and the base has them as they are serialized.</summary>
public static class MessageSignatureTests
{
    private const string All = MessageSignature.AllComponents;
    private const string Signed = $"({All});created=1800000000;keyid=\"k1\"";

    // The header, and the parameters of it that are signed.
    public static TheoryData<string, string, string, DenyReason?> Inputs => new()
    {
        { "as it is serialized", Signed, Signed, null },
        { "a blank behind the semicolons", $"({All}); created=1800000000;  keyid=\"k1\"", Signed, null },
        { "blanks in the list", "( \"@method\"  \"@authority\" \"@path\" \"@query\" );created=1800000000;keyid=\"k1\"", Signed, null },
        {
            "a blank behind a semicolon that is signed",
            $"({All}); created=1800000000;keyid=\"k1\"",
            $"({All}); created=1800000000;keyid=\"k1\"",
            InvalidToken
        },
        { "a blank before a semicolon", $"({All});created=1800000000 ;keyid=\"k1\"", Signed, InvalidToken },
        {
            "two components without a blank between",
            "(\"@method\"\"@authority\" \"@path\" \"@query\");created=1800000000;keyid=\"k1\"",
            Signed,
            InvalidToken
        },
        {
            "a tab between components",
            "(\"@method\"\t\"@authority\" \"@path\" \"@query\");created=1800000000;keyid=\"k1\"",
            Signed,
            InvalidToken
        },
        { "an end that is over, behind a blank", $"{Signed}; expires=1799999999", $"{Signed};expires=1799999999", Expired },
        {
            "an end that is ahead, behind a blank that is signed",
            $"{Signed}; expires=1800000001",
            $"{Signed}; expires=1800000001",
            InvalidToken
        },
        {
            "a time of issue long ago, behind a blank",
            $"({All});keyid=\"k1\"; created=1700000000",
            $"({All});keyid=\"k1\";created=1700000000",
            Expired
        },
        { "an end within another parameter", $"{Signed};nonce=\"a;expires=1\"", $"{Signed};nonce=\"a;expires=1\"", null },
        { "a key within another parameter", $"{Signed};nonce=\"a;keyid=b\"", $"{Signed};nonce=\"a;keyid=b\"", null },
        { "an escaped quote before an end", $"{Signed};nonce=\"a\\\";expires=1\"", $"{Signed};nonce=\"a\\\";expires=1\"", null },
        { "an end behind an escaped backslash", $"{Signed};nonce=\"a\\\\\";expires=1", $"{Signed};nonce=\"a\\\\\";expires=1", Expired },
        { "a list's end within another parameter", $"{Signed};nonce=\");x\"", $"{Signed};nonce=\");x\"", null },
        { "a parameter without a value", $"{Signed};extra", $"{Signed};extra", null },
        { "a parameter that is true", $"{Signed};extra=?1", $"{Signed};extra", null },
        { "a parameter that is a token, and one of bytes", $"{Signed};x=abc;y=:YQ==:", $"{Signed};x=abc;y=:YQ==:", null },
        { "numbers with zeros", $"{Signed};x=007;y=1.50", $"{Signed};x=7;y=1.5", null },
        { "bytes without padding", $"{Signed};x=:YQ:", $"{Signed};x=:YQ==:", null },
        { "a nonce with escapes", $"{Signed};nonce=\"a\\\"b\\\\\"", $"{Signed};nonce=\"a\\\"b\\\\\"", null },
        { "a nonce that is no string", $"{Signed};nonce=abc", $"{Signed};nonce=abc", InvalidToken },
        { "a tag that is no string", $"{Signed};tag=abc", $"{Signed};tag=abc", InvalidToken },
        { "the algorithm of the scheme", $"{Signed};alg=\"hmac-sha256\"", $"{Signed};alg=\"hmac-sha256\"", null },
        { "another algorithm", $"{Signed};alg=\"hmac-sha512\"", $"{Signed};alg=\"hmac-sha512\"", InvalidToken },
        { "an algorithm with keys of another kind", $"{Signed};alg=\"ed25519\"", $"{Signed};alg=\"ed25519\"", InvalidToken },
        { "an algorithm behind a blank", $"{Signed}; alg=\"ed25519\"", $"{Signed};alg=\"ed25519\"", InvalidToken },
        { "an algorithm that is no string", $"{Signed};alg=hmac-sha256", $"{Signed};alg=hmac-sha256", InvalidToken },
        { "an empty algorithm", $"{Signed};alg=\"\"", $"{Signed};alg=\"\"", InvalidToken },
        { "two ends", $"{Signed};expires=1;expires=1900000000", $"{Signed};expires=1900000000", InvalidToken },
        { "two algorithms", $"{Signed};alg=\"ed25519\";alg=\"hmac-sha256\"", $"{Signed};alg=\"hmac-sha256\"", InvalidToken },
        { "two nonces", $"{Signed};nonce=\"a\";nonce=\"b\"", $"{Signed};nonce=\"b\"", InvalidToken },
        {
            "a time of issue in quotes",
            $"({All});created=\"1800000000\";keyid=\"k1\"",
            $"({All});created=\"1800000000\";keyid=\"k1\"",
            InvalidToken
        },
        { "an end in quotes", $"{Signed};expires=\"1900000000\"", $"{Signed};expires=\"1900000000\"", InvalidToken },
        { "an end that is a decimal", $"{Signed};expires=1900000000.0", $"{Signed};expires=1900000000.0", InvalidToken },
        { "an end without a value", $"{Signed};expires", $"{Signed};expires", InvalidToken },
        { "a key's id without quotes", $"({All});created=1800000000;keyid=k1", $"({All});created=1800000000;keyid=k1", InvalidToken },
        { "a second member", $"{Signed}, other=(\"@method\");created=1", Signed, null },
        { "a second member that is ill-formed", $"{Signed}, other=(\"@method\"", Signed, InvalidToken },
        { "a second member that is no list", $"{Signed}, other=1", Signed, InvalidToken },
        { "a comma behind the member", $"{Signed},", Signed, InvalidToken },
        {
            "a component with a parameter",
            "(\"@method\" \"@authority\" \"@path\";req \"@query\");created=1800000000;keyid=\"k1\"",
            Signed,
            InvalidToken
        },
        {
            "4 KiB of parameters",
            $"{Signed};nonce=\"{new string('a', 4096)}\"",
            $"{Signed};nonce=\"{new string('a', 4096)}\"",
            InvalidToken
        },
        {
            "4 KiB of blanks between components",
            $"{Signed.Replace("\" \"@path", $"\"{new string(' ', 4096)}\"@path", StringComparison.Ordinal)}",
            Signed,
            InvalidToken
        },
        {
            "33 parameters",
            Signed + string.Concat(Enumerable.Range(0, 31).Select(i => $";p{i}")),
            Signed + string.Concat(Enumerable.Range(0, 31).Select(i => $";p{i}")),
            InvalidToken
        },
    };

    // What the signature covers, by which lines; the preset asks for method, authority, path and query.
    public static TheoryData<string, string, string, DenyReason?> Coverages => new()
    {
        { "the URL in one", "\"@method\" \"@target-uri\"", "\"@method\": POST\n\"@target-uri\": https://example.com/pay?a=1\n", null },
        {
            "authority and target",
            "\"@method\" \"@authority\" \"@request-target\"",
            "\"@method\": POST\n\"@authority\": example.com\n\"@request-target\": /pay?a=1\n",
            null
        },
        {
            "target without authority",
            "\"@method\" \"@request-target\"",
            "\"@method\": POST\n\"@request-target\": /pay?a=1\n",
            InvalidToken
        },
        { "no method", "\"@target-uri\"", "\"@target-uri\": https://example.com/pay?a=1\n", InvalidToken },
        {
            "no query",
            "\"@method\" \"@authority\" \"@path\"",
            "\"@method\": POST\n\"@authority\": example.com\n\"@path\": /pay\n",
            InvalidToken
        },
        { "nothing but a header", "\"x-a\"", "\"x-a\": 1\n", InvalidToken },
        { "a header besides", $"{All} \"x-a\"", $"{MessageSignature.AllLines}\"x-a\": 1\n", null },
        { "the URL's scheme, of which both are tried: https", $"{All} \"@scheme\"",
            $"{MessageSignature.AllLines}\"@scheme\": https\n", null },
        {
            "the URL's scheme, of which both are tried: http", $"{All} \"@scheme\"", $"{MessageSignature.AllLines}\"@scheme\": http\n", null
        },
        { "a URL's scheme that is neither", $"{All} \"@scheme\"", $"{MessageSignature.AllLines}\"@scheme\": ftp\n", InvalidToken },
        {
            "a digest of the body that is not compared",
            $"{All} \"content-digest\"",
            $"{MessageSignature.AllLines}\"content-digest\": sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:\n",
            InvalidToken
        },
        {
            "a digest of the representation",
            $"{All} \"repr-digest\"",
            $"{MessageSignature.AllLines}\"repr-digest\": sha-256=:AAAA:\n",
            InvalidToken
        },
        { "a digest of the older kind", $"{All} \"digest\"", $"{MessageSignature.AllLines}\"digest\": SHA-256=AAAA\n", InvalidToken },
    };

    public static TheoryData<string, string, DenyReason?> Hosts => new()
    {
        { "in upper case", "EXAMPLE.com", null },
        { "with the port of https", "example.com:443", null },
        { "with the port of http", "example.com:80", null },
        { "in upper case and with a port", "Example.COM:443", null },
        { "with another port", "example.com:8443", InvalidToken },
        { "with two ports", "example.com:443:443", InvalidToken },
        { "another", "example.org", InvalidToken },
    };

    public static TheoryData<string, string, DenyReason?> Algorithms => new()
    {
        { "SHA-256", "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:", null },
        { "SHA-512", "sha-512=:m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==:", null },
        {
            "both",
            "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:, " +
                "sha-512=:m3HSJL1i83hdltRq0+o9czGb+8KJDKra4t/3JRlnPKcjI8PZm6XBHXx6zG4UuMXaDEZjR1wuXDre9G9zvN7AQw==:",
            null
        },
        { "one beside an unknown one", "md5=:AAAA:,sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:", null },
        { "another body's", "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:", InvalidToken },
        { "a right one before a wrong one", "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:, sha-512=:AAAA:", InvalidToken },
        { "a wrong one before a right one", "sha-512=:AAAA:, sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:", InvalidToken },
        {
            "a wrong one and a right one of one kind",
            "sha-256=:AAAA:, sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:",
            InvalidToken
        },
        { "none that is known", "md5=:XUFAKrxLKna5cZ2REBfFkg==:", InvalidToken },
        { "in upper case", "SHA-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:", InvalidToken },
        { "without colons", "sha-256=LPJNul", InvalidToken },
        { "in quotes", "sha-256=\"LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=\"", InvalidToken },
        { "a right one before an ill-formed one", "sha-256=:LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=:,", InvalidToken },
        { "nothing", "", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public static void Reads_the_header_as_a_structured_field(string description, string input, string parameters, DenyReason? reason) =>
        AssertVerdict(new() { Input = input, Parameters = parameters }, reason, description);

    [Theory]
    [MemberData(nameof(Coverages))]
    public static void Asks_for_the_whole_request(string description, string components, string lines, DenyReason? reason)
    {
        var headers = lines.Split('\n')
            .Where(line => line.Length > 0 && line[1] != '@')
            .Select(line => line.Split(": "))
            .Select(line => KeyValuePair.Create(line[0].Trim('"'), line[1]));

        AssertVerdict(
            new() { Input = $"({components});created=1800000000;keyid=\"k1\"", Lines = lines, Headers = [.. headers] },
            reason,
            description);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public static void Signs_the_authority_without_case_and_default_port(string description, string host, DenyReason? reason) =>
        AssertVerdict(new() { Host = host }, reason, description);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public static void Compares_the_body_with_its_digest(string description, string digest, DenyReason? reason) =>
        AssertVerdict(
            new()
            {
                Input = $"({All} \"content-digest\");created=1800000000;keyid=\"k1\"",
                Lines = $"{MessageSignature.AllLines}\"content-digest\": {digest}\n",
                Headers = [new("content-digest", digest)],
                Body = "hello",
                Change = preset => preset with { Covers = [.. preset.Covers, "content-digest"] },
            },
            reason,
            description);

    private static void AssertVerdict(MessageSignature signature, DenyReason? reason, string description)
    {
        var verdict = signature.Verdict();

        Expect.Equal(reason, verdict.Denial(), description);
    }
}
