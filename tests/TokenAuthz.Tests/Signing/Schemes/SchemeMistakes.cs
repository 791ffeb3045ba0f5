using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>Definitions that are wrong in one respect, by what that is; and what has to be said of it.</summary>
internal static class SchemeMistakes
{
    /// <summary>A definition with nothing wrong.</summary>
    public static readonly SchemeDefinition Right = new() { Name = "ours", Token = ["header:token={expires}.{sig}"], Message = "{target}{expires}" };

    public static ImmutableDictionary<string, SchemeMistake> All { get; } = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        Token("no place at all", "say where the token is"),
        Token("no place before the pattern", "'sig' does not begin with a place: write header:NAME=, query:NAME=, cookie:NAME= or path:", "sig"),
        Token("a place that there is none of", "'body:token={sig}' does not begin with a place", "body:token={sig}"),
        Token("a header without a pattern", "'header:token' has no pattern: write header:NAME={sig}", "header:token"),
        Token("a place without a name", "'query:={sig}' has no pattern", "query:={sig}"),
        Token("what is no header's name", "'to ken' is not a header's name", "header:to ken={sig}"),
        Token("an empty pattern", "the pattern is empty", "header:token="),
        Token("a brace that is not closed", "the brace at character 3 is not closed", "header:token=v1{sig"),
        Token("a brace that closes nothing", "a brace at character 1 closes nothing", "header:token=}{sig}"),
        Token("empty braces", "the braces at character 1 name no field", "header:token={}{sig}"),
        Token("a field's name in upper case", "'SIG' is not a field's name: lower-case letters, digits and underscores", "header:token={SIG}"),
        Token("two fields with nothing between", "nothing separates {sig} from the field before it", "header:token={expires}{sig}"),
        Token("an optional text behind a field", "an optional text has to follow a literal one", "header:token={sig}{bound=1-}"),
        Token("alternatives with other fields", "do not have the same fields", "header:token={sig} | query:token={expires}.{sig}"),
        Token("a format of what is no time", "{kid:hex}: only the times issued, expires and not_before have a format", "header:token={kid:hex}.{sig}"),
        Token("a format that there is none of", "'decimal' is no format of a time: write unix, hex", "header:token={expires:decimal}.{sig}"),
        Token("a clock without its zone", "'yyyyMMddHHmm' is no format of a time", "header:token={expires:yyyyMMddHHmm}.{sig}"),
        Token("several signatures with nothing between", "as in {sig: v1,}", "header:token={sig:}"),
        Token("a separator within what a signature begins with", "as in {sig: v1,}", "header:token={sig: v1 }"),
        Token("nine fields", "a token has at most 8 fields", "header:token={a}.{b}.{c}.{d}.{e}.{f}.{g}.{h}.{sig}"),
        Token("no signature", "no place has the field {sig}, the signature", "header:token={expires}"),
        Of("a path that is all token", nameof(SchemeDefinition.Token), "has to say what remains of it, as in path:/{sig}{path}", Right with { Token = ["path:/{sig}"], Message = "{host}" }),
        Of("a list without names", nameof(SchemeDefinition.Items), "write FIELD SEPARATOR NAME=FIELD", Right with { Items = "list ~" }),
        Of("a list with a long separator", nameof(SchemeDefinition.Items), "write FIELD SEPARATOR NAME=FIELD", Right with { Items = "query && a=b" }),
        Of("a list of no field", nameof(SchemeDefinition.Items), "write FIELD SEPARATOR NAME=FIELD", Right with { Items = "list ~ a=b" }),
        Of("an item without a field", nameof(SchemeDefinition.Items), "'acl' is not NAME=FIELD", Right with { Items = "query & acl" }),
        Message("no message", "say what is signed", ""),
        Message("a message that is always the same", "one token would open everything", "v1"),
        Message("a part that there is none of", "{url} is neither a field of the token (expires, sig) nor a part of the request (key, salt, method", "{url}{expires}"),
        Message("a brace that is not closed", "the brace at character 1 is not closed", "{target"),
        Message("a signature base without its fields", "{signature_base} needs the fields {components} and {parameters}", "{signature_base}{expires}"),
        Message("a key in an HMAC", "leave {key} out of the message", "{target}{expires}{key}"),
        Of("a plain digest without a key", nameof(SchemeDefinition.Message), "a plain digest needs {key} in the message", Right with { Digest = DigestAlgorithm.Md5 }),
        Of("a target with the signature in it", nameof(SchemeDefinition.Message), "{target} holds the signature itself: write {signed_target}", Right with { Token = ["query:sig={sig}"], Message = "{target}" }),
        .. new[] { "issued", "expires", "not_before", "acl", "prefix", "address" }.Select(field =>
            Of($"{field} not signed", nameof(SchemeDefinition.Message), $"the message does not sign {{{field}}}: a client could change it in its token", Right with { Token = [$"header:token={{{field}}}.{{sig}}"], Message = "{target}" })),
        Of("an end in a list that is not signed", nameof(SchemeDefinition.Message), "the message does not sign {expires}", Right with { Token = ["header:token={list}.{sig}"], Items = "list ~ exp=expires", Message = "{target}" }),
        Of("an end in a parameter that is not signed", nameof(SchemeDefinition.Message), "the message does not sign {expires}", Right with { Token = ["query:e={expires}", "header:token={sig}"], Message = "{path}" }),
        .. Unsigned, .. Joined, .. Extended, .. Unbound, .. WithoutEffect, .. Unworkable,
        Of("no life", nameof(SchemeDefinition.Ttl), "this is 00:00:00: write 00:00:01 to 3653.00:00:00", Right with { Ttl = TimeSpan.Zero }),
        Of("clocks that differ backwards", nameof(SchemeDefinition.Skew), "this is -00:00:01: write 00:00:00 to 00:05:00", Right with { Skew = TimeSpan.FromSeconds(-1) }),
        Of("clocks that differ by much", nameof(SchemeDefinition.Skew), "this is 00:05:01: write 00:00:00 to 00:05:00", Right with { Skew = TimeSpan.FromSeconds(301) }),
        Of("no horizon", nameof(SchemeDefinition.Horizon), "this is 00:00:00: write 00:00:01 to 100000.00:00:00", Right with { Horizon = TimeSpan.Zero }),
        Of("issued ahead in two ways", nameof(SchemeDefinition.IssuedAhead), "set one of the two", Right with { Symmetric = true, IssuedAhead = true }),
        Of("a short signature", nameof(SchemeDefinition.Truncate), "a signature has 0 (all) or 8 to 32 bytes", Right with { Truncate = 7 }),
        Of("a signature longer than its digest", nameof(SchemeDefinition.Truncate), "a signature has 0 (all) or 8 to 32 bytes", Right with { Truncate = 33 }),
        Of("a negative length", nameof(SchemeDefinition.Truncate), "this is -8: write 0 to 64", Right with { Truncate = -8 }),
        Of("a salt that nobody signs", nameof(SchemeDefinition.Salt), "the message has no {salt}", Right with { Salt = "sea" }),
        Of("a salt that is not of its encoding", nameof(SchemeDefinition.Salt), "this is not Hex; see SaltEncoding", Right with { Salt = "sea", SaltEncoding = KeyEncoding.Hex, Message = "{salt}{target}{expires}" }),
        Of("signed headers with what is none", nameof(SchemeDefinition.SignedHeaders), "'user agent' is not a header's name", Right with { SignedHeaders = ["user agent"], Message = "{target}\n{expires}\n{signed_headers}" }),
        Of("a signed header without a name", nameof(SchemeDefinition.SignedHeaders), "'' is not a header's name", Right with { SignedHeaders = [""], Message = "{target}\n{expires}\n{signed_headers}" }),
        Of("an address of no bits", nameof(SchemeDefinition.AddressPrefix), "this is 0: write 1 to 128", Right with { AddressPrefix = 0 }),
        Of("an address of too many bits", nameof(SchemeDefinition.AddressPrefix), "this is 129: write 1 to 128", Right with { AddressPrefix = 129 }),
        Of("a single use without an end", nameof(SchemeDefinition.SingleUse), "the token needs {issued} or {expires}", Right with { Token = ["header:token={sig}"], Message = "{target}", SingleUse = true }),
    ]);

    // Times and scopes that a client could change in its token.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Unsigned =>
    [
        NotSigned("an end in the query beside the other parameters", "expires", "{path}{other_parameters}", items: "query & exp=expires", "query:sig={sig}"),
        NotSigned("a scope in the query beside the other parameters", "acl", "{path}\n{other_parameters}", items: "query & acl=acl", "query:sig={sig}"),
        NotSigned("an end in a header beside one in the query", "expires", "{method} {target}", items: null, "header:x-exp={expires} | query:exp={expires}", "header:x-sig={sig}"),
        NotSigned("an end in a cookie beside one in the query", "expires", "{method} {target}", items: null, "query:exp={expires} | cookie:exp={expires}", "header:x-sig={sig}"),
        NotSigned("an end in the parameter of the signature", "expires", "{method} {signed_target}", items: null, "query:sig={expires}.{sig}"),
        NotSigned("an end in the list that is the signature's parameter", "expires", "{method} {signed_target}", items: "query & sig=expires", "query:sig={sig}"),
        NotSigned("an end in a header that is not among the signed ones", "expires", "{method} {path}\n{signed_headers}", items: null, "header:x-exp={expires}", "header:x-sig={sig}"),
        NotSigned("an end in a list in the path's parameters", "expires", "{path}{other_parameters}", items: "parameters & exp=expires", "path:/{sig}&{parameters}{path}"),
        NotSigned("a prefix that may be left out", "prefix", "{prefix_or_path}", items: "query & p=prefix", "header:x-sig={sig}"),
        NotSigned("an address in a list beside a message that signs another list", "address", "{path}\n{a}", items: "b ~ ip=address", "header:x={a}.{b}.{sig}"),
    ];

    // Neighbours between which bytes could move.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Joined =>
    [
        .. new (string Message, string First, string Second, string Border)[]
        {
            ("{path}{query}", "path", "query", "{path}{query}"),
            ("{id}{body}", "id", "body", "{id}{body}"),
            ("{method}{host}{target}", "method", "host", "{method}{host}"),
            ("{method}{host}{path}{query}{until}", "method", "host", "{method}{host}"),
            ("{target}{uid}{role}{until}", "target", "uid", "{target}{uid}"),
            ("{method}\n{path}{query}\n{until}", "path", "query", "{path}{query}"),
            ("{uid}{path}{role}", "path", "role", "{path}{role}"),
            ("{path}.{body}", "path", "body", "{path}.{body}"),
            ("{path}{body}", "path", "body", "{path}{body}"),
            ("{path}{client_address}", "path", "client_address", "{path}{client_address}"),
            ("{query}{path}", "query", "path", "{query}{path}"),
            ("{body}{until}", "body", "until", "{body}{until}"),
            ("{uid}x{body}", "uid", "body", "{uid}x{body}"),
            ("{body}\n{query}\n{body}", "body", "query", "{body}\\n{query}"),
            ("{host}{query}{path}", "host", "query", "{host}{query}"),
            ("{path}{signed_headers}", "path", "signed_headers", "{path}{signed_headers}"),
        }.Select(row => Of($"parts that run together: {row.Message}", nameof(SchemeDefinition.Message), $"nothing tells where {{{row.First}}} ends and {{{row.Second}}} begins in {row.Border}: ", Free(row.Message))),
        Of("a time that is shorter when it is early", nameof(SchemeDefinition.Message), "{path}{not_before}", Right with { Token = ["query:nbf={not_before}", "header:x={sig}"], Message = "{path}{not_before}" }),
        Of("a time of two lengths", nameof(SchemeDefinition.Message), "{path}{issued}", Right with { Token = ["query:t={issued:unix|hex}", "header:x={sig}"], Message = "{path}{issued}" }),
        Of("a time of any length", nameof(SchemeDefinition.Message), "{path}{issued}", Right with { Token = ["query:t={issued:iso8601}", "header:x={sig}"], Message = "{path}{issued}" }),
        Of("an end that may be left out", nameof(SchemeDefinition.Items), "require it, as in exp=expires!", Right with { Token = ["header:x={list}.{sig}"], Items = "list ~ e=expires", Message = "{list}\n{path}{expires}" }),
        Of("an end that may be left out of what may run together", nameof(SchemeDefinition.Items), "require it, as in exp=expires!", Right with { Token = ["header:x={list}.{sig}"], Items = "list ~ e=expires", Message = "{list}\n{path}{expires}", AllowUnseparated = ["{path}{expires}"] }),
        Of("other neighbours than those that may run together", nameof(SchemeDefinition.Message), "nothing tells where {path} ends", Free("{path}{query}") with { AllowUnseparated = ["{path}{body}"] }),
        Of("one part that may run together with nothing", nameof(SchemeDefinition.AllowUnseparated), "'{path}' is not two parts of a message side by side", Right with { AllowUnseparated = ["{path}"] }),
        Of("parts that are not in braces", nameof(SchemeDefinition.AllowUnseparated), "'path, query' is not two parts", Right with { AllowUnseparated = ["path, query"] }),
    ];

    // A plain digest of which a longer one can be made without the key.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Extended =>
    [
        .. new (DigestAlgorithm Digest, string Message, string Part)[]
        {
            (DigestAlgorithm.Md5, "{key}{body}", "{body}"),
            (DigestAlgorithm.Sha1, "{until}\n{key}{body}", "{body}"),
            (DigestAlgorithm.Sha256, "{key}{until}\n{body}", "{body}"),
            (DigestAlgorithm.Sha512, "{path}{key}\n{body}\n", "{body}"),
            (DigestAlgorithm.Sha256, "{key}{path}?{other_parameters}", "{other_parameters}"),
            (DigestAlgorithm.Md5, "{key}{key}{body}", "{body}"),
        }.Select(row => Of($"length extension: {row.Digest} of {row.Message}", nameof(SchemeDefinition.Message), $"behind {{key}}, {row.Part} can hold zero bytes", Free(row.Message) with { Digest = row.Digest })),
    ];

    // Messages that bind a token to nothing that it opens.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Unbound =>
    [
        .. new[] { "{uid}", "{kid}", "{method}", "{host}", "{until}", "{method}\n{host}\n{until}", "{until}\n{query}", "{signed_headers}", "{client_address}", "{packed_address}", "{salt}" }
            .Select(message => Of($"nothing that a token opens: {message}", nameof(SchemeDefinition.Message), "one token would open everything", Free(message) with { Salt = message is "{salt}" ? "sea" : null })),
        Of("an address that may be left unbound", nameof(SchemeDefinition.Message), "one token would open everything", Right with { Token = ["header:x={address_bound=1-}{sig}"], Message = "{packed_address}" }),
        Of("a scope that may be left out", nameof(SchemeDefinition.Message), "one token would open everything", Right with { Token = ["header:x={list}.{sig}"], Items = "list ~ acl=acl", Message = "{list}" }),
        Of("a path token without its path", nameof(SchemeDefinition.Message), "the message does not sign {path}, which is in the path", Right with { Token = ["path:/{sig}/{expires}{path}"], Message = "{expires}\n{query}" }),
        Of("a path token with its body alone", nameof(SchemeDefinition.Message), "the message does not sign {path}, which is in the path", Right with { Token = ["path:/{sig}{path}"], Message = "{body}" }),
        Of("a path token with a free field", nameof(SchemeDefinition.Message), "the message does not sign {uid}, which is in the path", Right with { Token = ["path:/{uid}/{sig}{path}"], Message = "{path}" }),
        Of("a path token of which a time remains", nameof(SchemeDefinition.Token), "has to say what remains of it", Right with { Token = ["path:/{sig}/{expires}"], Message = "{expires} {host}" }),
        Of("a signature base that need not cover anything", nameof(SchemeDefinition.RequiredComponents), "say what every signature has to cover", Base([])),
        Of("a signature base that covers the method", nameof(SchemeDefinition.RequiredComponents), "one signature would open everything", Base(["@method", "@authority", "@scheme"])),
    ];

    // Settings that nothing reads.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> WithoutEffect =>
    [
        Of("signed headers that nobody signs", nameof(SchemeDefinition.SignedHeaders), "the message has no {signed_headers}", Right with { SignedHeaders = ["x-tenant"] }),
        Of("components that nobody covers", nameof(SchemeDefinition.RequiredComponents), "the message has no {signature_base}", Right with { RequiredComponents = ["@method"] }),
        Of("endings that nobody leaves out", nameof(SchemeDefinition.Suffixes), "the message has no {stem}", Right with { Suffixes = ["ts"] }),
        Of("a rule of no prefix", nameof(SchemeDefinition.Prefix), "the token has no field {prefix}", Right with { Prefix = PrefixMatch.Path }),
        Of("bits of no address", nameof(SchemeDefinition.AddressPrefix), "the message has no {packed_address}", Right with { AddressPrefix = 64 }),
        Of("an escape of no URL", nameof(SchemeDefinition.EscapeUrl), "the message has no {url_binding}", Right with { EscapeUrl = true }),
        Of("an encoding of no salt", nameof(SchemeDefinition.SaltEncoding), "the message has no {salt}", Right with { SaltEncoding = KeyEncoding.Hex }),
        Of("a time of issue that there is none of", nameof(SchemeDefinition.Symmetric), "the token has no field {issued}", Right with { Symmetric = true }),
        Of("an address that nothing binds", nameof(SchemeDefinition.Token), "the message no {packed_address}", Right with { Token = ["header:x={address_bound=1-}{sig}"], Message = "{path}" }),
        .. new[] { "@methd", "@status", "@query-params", "", "Content-Type", "a b" }.Select(component =>
            Of($"a component that there is none of: {component}", nameof(SchemeDefinition.RequiredComponents), $"'{component}' is no component: write a header in lower case, or one of @method", Base(["@path", component]))),
    ];

    // What would deny every token.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Unworkable =>
    [
        Of("a message with its signature", nameof(SchemeDefinition.Message), "the message cannot hold {sig}", Right with { Message = "{path}\n{sig}" }),
        Of("sorted parameters with the signature among them", nameof(SchemeDefinition.Message), "{sorted_query} holds the signature itself", Right with { Token = ["query:sig={sig}"], Message = "{path}?{sorted_query}" }),
        .. new[] { "{target}", "{signed_target}", "{signed_url}", "{path}", "{uri}", "{stem}" }.Select(message =>
            Of($"a path with the signature in it: {message}", nameof(SchemeDefinition.Message), "the path holds the signature itself", Right with { Token = ["path:/{sig}/{rest}"], Message = message })),
        Of("a signed header with the signature in it", nameof(SchemeDefinition.SignedHeaders), "the header x-sig holds the signature itself", Right with { Token = ["header:x-sig={sig}"], SignedHeaders = ["X-Sig"], Message = "{path}\n{signed_headers}" }),
        Token("a field that is there twice", "the field {id} is there twice", "header:a={id}.{sig}", "header:b={id}"),
        Token("a field that is there twice in one place", "the field {id} is there twice", "header:a={id}.{id}.{sig}"),
        Token("an alternative that reads all", "two alternatives of header:a can read the same text, such as 'v1-0'", "header:a={sig} | header:a=v1-{sig}"),
        Token("alternatives in another order", "can read the same text, such as '0.0'", "header:a={id}.{sig} | header:a={sig}.{id}"),
        Token("an alternative that is there twice", "can read the same text", "header:a={sig} | header:A={sig}"),
        Token("more places than anybody needs", "a token is in at most 32 places", string.Join(" | ", Enumerable.Range(0, 33).Select(i => $"header:a{i}={{sig}}"))),
    ];

    // A definition with fields that may hold anything but a line end, beside the signature.
    private static SchemeDefinition Free(string message) => Right with { Token = ["header:uid={uid}", "header:role={role}", "header:id={id}", "header:until={until}", "header:kid={kid}", "header:x={sig}"], Message = message };

    private static SchemeDefinition Base(ImmutableArray<string> covers) =>
        Right with { Token = ["header:signature-input=sig1=({components});{parameters}", "header:signature=sig1=:{sig}:"], Message = "{signature_base}", RequiredComponents = covers };

    private static KeyValuePair<string, SchemeMistake> NotSigned(string description, string field, string message, string? items, params string[] token) =>
        Of(description, nameof(SchemeDefinition.Message), $"the message does not sign {{{field}}}: a client could change it in its token", Right with { Token = [.. token], Items = items, Message = message });

    private static KeyValuePair<string, SchemeMistake> Token(string description, string words, params string[] token) =>
        Of($"token: {description}", nameof(SchemeDefinition.Token), words, Right with { Token = [.. token], Message = "{target}" });

    private static KeyValuePair<string, SchemeMistake> Message(string description, string words, string message) =>
        Of($"message: {description}", nameof(SchemeDefinition.Message), words, Right with { Message = message });

    private static KeyValuePair<string, SchemeMistake> Of(string description, string setting, string words, SchemeDefinition definition) =>
        new(description, new(definition, setting, words));
}
