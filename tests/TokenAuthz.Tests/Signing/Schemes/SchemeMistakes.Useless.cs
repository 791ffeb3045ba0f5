using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <content>Schemes with a setting without effect, or that would deny every token.</content>
internal static partial class SchemeMistakes
{
    // Settings that nothing reads.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> WithoutEffect =>
    [
        Of(
            "signed headers without their part of the message",
            nameof(SchemeDefinition.SignedHeaders),
            "the message has no {header_lines}",
            Right with { SignedHeaders = ["x-tenant"] }),
        Of(
            "components without a signature base",
            nameof(SchemeDefinition.Covers),
            "the message has no {signature_base}",
            Right with { Covers = ["@method"] }),
        Of(
            "an exclusive end without an end",
            nameof(SchemeDefinition.ExpiresExclusive),
            "the token has neither a field {expires} nor {lifetime}",
            Right with { Token = ["header:token={issued}.{sig}"], Message = "{target}{issued}", ExpiresExclusive = true }),
        Of(
            "a longest lifetime without an end",
            nameof(SchemeDefinition.MaxLifetime),
            "the token has neither a field {expires} nor {lifetime}",
            Right with { Token = ["header:token={issued}.{sig}"], Message = "{target}{issued}", MaxLifetime = TimeSpan.FromDays(1) }),
        Of(
            "a lifetime from no time on",
            nameof(SchemeDefinition.Token),
            "the field {lifetime} counts from {issued}",
            Right with { Token = ["header:token={lifetime}.{sig}"], Message = "{target}\n{lifetime}" }),
        Of(
            "an exclusive begin without a begin",
            nameof(SchemeDefinition.NotBeforeExclusive),
            "the token has no field {not_before}",
            Right with { NotBeforeExclusive = true }),
        Of(
            "a public URL that nothing signs",
            nameof(SchemeDefinition.PublicUrl),
            "neither message, requirements nor token have a host or a scheme of the URL",
            Right with { Message = "{target}\n{expires}", PublicUrl = "https://" }),
        Of(
            "a public URL with a path",
            nameof(SchemeDefinition.PublicUrl),
            "write https:// or http://",
            Right with { Message = "{host}\n{target}\n{expires}", PublicUrl = "https://example.com/" }),
        Of(
            "ignored parameters of a query that is not signed",
            nameof(SchemeDefinition.IgnoreParameters),
            "the query is not signed, so that anybody can add parameters as it is",
            Right with { Message = "{path}\n{expires}", IgnoreParameters = ["utm_*"] }),
        Of(
            "HEAD where the method is not signed",
            nameof(SchemeDefinition.HeadAsGet),
            "the method is not signed, so that every method is allowed as it is",
            Right with { Message = "{target}\n{expires}", HeadAsGet = true }),
        Of(
            "suffixes without a stem",
            nameof(SchemeDefinition.Stem),
            "the message has no {stem}",
            Right with { Stem = ["ts"] }),
        Of(
            "a rule of no prefix",
            nameof(SchemeDefinition.Prefix),
            "the token has no field {prefix}",
            Right with { Prefix = PrefixMatch.Path }),
        Of(
            "bits of no address",
            nameof(SchemeDefinition.AddressPrefix),
            "the message has no {packed_address}",
            Right with { AddressPrefix = 64 }),
        Of(
            "an encoding of no salt",
            nameof(SchemeDefinition.SaltEncoding),
            "the message has no {salt}",
            Right with { SaltEncoding = KeyEncoding.Hex }),
        Of(
            "a symmetric time of issue without that time",
            nameof(SchemeDefinition.Symmetric),
            "the token has no field {issued}",
            Right with { Symmetric = true }),
        Of(
            "an address that nothing binds",
            nameof(SchemeDefinition.Token),
            "the message no {packed_address}",
            Right with { Token = ["header:x={address_bound=1-}{sig}"], Message = "{path}" }),
        .. new[] { "@methd", "@status", "@query-params", "", "Content-Type", "a b" }.Select(component =>
            Of(
                $"an unknown component: {component}",
                nameof(SchemeDefinition.Covers),
                $"'{component}' is no component: write a header in lower case, x-dict;key=\"a\" for one member of it, ",
                Base(["@path", component]))),
    ];

    // What would deny every token.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Unworkable =>
    [
        Of(
            "a message with its signature",
            nameof(SchemeDefinition.Message),
            "the message cannot hold {sig}",
            Right with { Message = "{path}\n{sig}" }),
        Of(
            "sorted parameters with the signature among them",
            nameof(SchemeDefinition.Message),
            "{sorted_query} holds the signature itself",
            Right with { Token = ["query:sig={sig}"], Message = "{path}?{sorted_query}" }),
        .. new[] { "{target}", "{signed_target}", "{signed_url}", "{path}", "{uri}", "{stem}" }.Select(message =>
            Of(
                $"a path with the signature in it: {message}",
                nameof(SchemeDefinition.Message),
                "the path holds the signature itself",
                Right with { Token = ["path:/{sig}/{rest}"], Message = message })),
        Of(
            "a signed header with the signature in it",
            nameof(SchemeDefinition.SignedHeaders),
            "the header x-sig holds the signature itself",
            Right with { Token = ["header:x-sig={sig}"], SignedHeaders = ["X-Sig"], Message = "{path}\n{header_lines}" }),
        Token("a field that is there twice", "the field {id} is there twice", "header:a={id}.{sig}", "header:b={id}"),
        Token("a field that is there twice in one place", "the field {id} is there twice", "header:a={id}.{id}.{sig}"),
        Token(
            "an alternative that reads all",
            "two alternatives of header:a can read the same text, such as 'v1-0'",
            "header:a={sig} | header:a=v1-{sig}"),
        Token("alternatives in another order", "can read the same text, such as '0.0'", "header:a={id}.{sig} | header:a={sig}.{id}"),
        Token("an alternative that is there twice", "can read the same text", "header:a={sig} | header:A={sig}"),
        Token(
            "more places than anybody needs",
            "a token is in at most 32 places",
            string.Join(" | ", Enumerable.Range(0, 33).Select(i => $"header:a{i}={{sig}}"))),
    ];
}
