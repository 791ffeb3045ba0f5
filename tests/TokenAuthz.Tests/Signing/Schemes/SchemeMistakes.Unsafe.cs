using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <content>Schemes that would let a client change a token, or use it for another request.</content>
internal static partial class SchemeMistakes
{
    // Parameters that anybody could add, and that decide.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Ignored =>
    [
        Ignores("the parameter of the signature", "this includes the parameter sig, which the token or the message reads", "utm_*", "sig"),
        Ignores("the parameter of an end", "this includes the parameter expires", "ex*"),
        Ignores("a parameter of the message", "this includes the parameter id", "id"),
        Ignores("a parameter of a text", "this includes the parameter size", "size"),
        Ignores("everything", "'*' is no name: write letters, digits and -._~, such as fbclid", "*"),
        Ignores("nearly everything", "'u*' is no name", "u*"),
        Ignores("an empty name", "'' is no name", ""),
        Ignores("a star within a name", "'u*m' is no name", "u*m"),
        Ignores("an escaped name", "'utm%5f*' is no name", "utm%5f*"),
        Ignores("more names than anybody needs", "there are 65 names: list at most 64", [.. Enumerable.Range(0, 65).Select(i => $"a{i}")]),
        Of(
            "a component of the query that every signature covers",
            nameof(SchemeDefinition.IgnoreParameters),
            "this includes the parameter utm_id",
            Base(["@path", "@query-param;name=\"utm_id\""]) with { IgnoreParameters = ["utm_*"] }),
    ];

    // Times and scopes that a client could change in its token.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Unsigned =>
    [
        NotSigned(
            "an end in the query beside the other parameters",
            "expires",
            "{path}{other_parameters}",
            items: "query & exp=expires",
            "query:sig={sig}"),
        NotSigned(
            "a scope in the query, in a parameter whose name may be escaped, beside the other parameters",
            "acl",
            "{path}\n{other_parameters}",
            items: "query & acl*=acl",
            "query:sig={sig}"),
        NotSigned(
            "an end in a header beside one in the query",
            "expires",
            "{method} {target}",
            items: null,
            "header:x-exp={expires} | query:exp={expires}",
            "header:x-sig={sig}"),
        NotSigned(
            "an end in a cookie beside one in the query",
            "expires",
            "{method} {target}",
            items: null,
            "query:exp={expires} | cookie:exp={expires}",
            "header:x-sig={sig}"),
        NotSigned(
            "an end in the parameter of the signature", "expires", "{method} {signed_target}", items: null, "query:sig={expires}.{sig}"),
        NotSigned(
            "an end in the list that is the signature's parameter",
            "expires",
            "{method} {signed_target}",
            items: "query & sig=expires",
            "query:sig={sig}"),
        NotSigned(
            "an end in a header that is not among the signed ones",
            "expires",
            "{method} {path}\n{header_lines}",
            items: null,
            "header:x-exp={expires}",
            "header:x-sig={sig}"),
        NotSigned(
            "an end in a list in the path's parameters",
            "expires",
            "{path}{other_parameters}",
            items: "parameters & exp=expires",
            "path:/{sig}&{parameters}{path}"),
        NotSigned("a prefix that may be left out", "prefix", "{prefix_or_path}", items: "query & p=prefix", "header:x-sig={sig}"),
        NotSigned(
            "an address in a list beside a message that signs another list",
            "address",
            "{path}\n{a}",
            items: "b ~ ip=address",
            "header:x={a}.{b}.{sig}"),
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
            ("{path}{header_lines}", "path", "header_lines", "{path}{header_lines}"),
        }.Select(
            row =>
                Of(
                    $"parts that run together: {row.Message}",
                    nameof(SchemeDefinition.Message),
                    $"nothing tells where {{{row.First}}} ends and {{{row.Second}}} begins in {row.Border}: ",
                    Free(row.Message))),
        Of(
            "a time that is shorter when it is early",
            nameof(SchemeDefinition.Message),
            "{path}{not_before}",
            Right with { Token = ["query:nbf={not_before}", "header:x={sig}"], Message = "{path}{not_before}" }),
        Of(
            "a time of two lengths",
            nameof(SchemeDefinition.Message),
            "{path}{issued}",
            Right with { Token = ["query:t={issued:unix|hex}", "header:x={sig}"], Message = "{path}{issued}" }),
        Of(
            "a time of any length",
            nameof(SchemeDefinition.Message),
            "{path}{issued}",
            Right with { Token = ["query:t={issued:iso8601}", "header:x={sig}"], Message = "{path}{issued}" }),
        Of(
            "an end that may be left out",
            nameof(SchemeDefinition.Items),
            "require it, as in exp=expires!",
            Right with { Token = ["header:x={list}.{sig}"], Items = ["list ~ e=expires"], Message = "{list}\n{path}{expires}" }),
        Of(
            "an end that may be left out of what may run together",
            nameof(SchemeDefinition.Items),
            "require it, as in exp=expires!",
            Right with
            {
                Token = ["header:x={list}.{sig}"],
                Items = ["list ~ e=expires"],
                Message = "{list}\n{path}{expires}",
                AllowUnseparated = ["{path}{expires}"],
            }),
        Of(
            "other neighbours than those that may run together",
            nameof(SchemeDefinition.Message),
            "nothing tells where {path} ends",
            Free("{path}{query}") with { AllowUnseparated = ["{path}{body}"] }),
        Of(
            "one part that may run together with nothing",
            nameof(SchemeDefinition.AllowUnseparated),
            "'{path}' is not two parts of a message side by side",
            Right with { AllowUnseparated = ["{path}"] }),
        Of(
            "parts that are not in braces",
            nameof(SchemeDefinition.AllowUnseparated),
            "'path, query' is not two parts",
            Right with { AllowUnseparated = ["path, query"] }),
    ];

    // A plain digest of which a longer one can be made without the key.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Extended =>
    [
        .. new (SignatureAlgorithm Digest, string Message, string Part)[]
        {
            (SignatureAlgorithm.Md5, "{key}{body}", "{body}"),
            (SignatureAlgorithm.Sha1, "{until}\n{key}{body}", "{body}"),
            (SignatureAlgorithm.Sha256, "{key}{until}\n{body}", "{body}"),
            (SignatureAlgorithm.Sha512, "{path}{key}\n{body}\n", "{body}"),
            (SignatureAlgorithm.Sha256, "{key}{path}?{other_parameters}", "{other_parameters}"),
            (SignatureAlgorithm.Md5, "{key}{key}{body}", "{body}"),
        }.Select(
            row =>
                Of(
                    $"length extension: {row.Digest} of {row.Message}",
                    nameof(SchemeDefinition.Message),
                    $"behind {{key}}, {row.Part} can hold zero bytes",
                    Free(row.Message) with { Algorithm = row.Digest })),
    ];

    // Messages that bind a token to nothing that it opens.
    private static IEnumerable<KeyValuePair<string, SchemeMistake>> Unbound =>
    [
        .. new[]
        {
            "{uid}",
            "{kid}",
            "{method}",
            "{host}",
            "{until}",
            "{method}\n{host}\n{until}",
            "{until}\n{query}",
            "{header_lines}",
            "{client_address}",
            "{packed_address}",
            "{salt}",
        }
            .Select(
                message =>
                    Of(
                        $"nothing that a token opens: {message}",
                        nameof(SchemeDefinition.Message),
                        "one token would open everything",
                        Free(message) with { Salt = message is "{salt}" ? "sea" : null })),
        Of(
            "an address that may be left unbound",
            nameof(SchemeDefinition.Message),
            "one token would open everything",
            Right with { Token = ["header:x={address_bound=1-}{sig}"], Message = "{packed_address}" }),
        Of(
            "a scope that may be left out",
            nameof(SchemeDefinition.Message),
            "one token would open everything",
            Right with { Token = ["header:x={list}.{sig}"], Items = ["list ~ acl=acl"], Message = "{list}" }),
        Of(
            "a path token without its path",
            nameof(SchemeDefinition.Message),
            "the message does not sign {path}, which is in the path",
            Right with { Token = ["path:/{sig}/{expires}{path}"], Message = "{expires}\n{query}" }),
        Of(
            "a path token with its body alone",
            nameof(SchemeDefinition.Message),
            "the message does not sign {path}, which is in the path",
            Right with { Token = ["path:/{sig}{path}"], Message = "{body}" }),
        Of(
            "a path token with a free field",
            nameof(SchemeDefinition.Message),
            "the message does not sign {uid}, which is in the path",
            Right with { Token = ["path:/{uid}/{sig}{path}"], Message = "{path}" }),
        Of(
            "a path token of which a time remains",
            nameof(SchemeDefinition.Token),
            "has to say what remains of it",
            Right with { Token = ["path:/{sig}/{expires}"], Message = "{expires} {host}" }),
        Of(
            "a signature base that need not cover anything",
            nameof(SchemeDefinition.Covers),
            "say what every signature has to cover",
            Base([])),
        Of(
            "a signature base that covers the method",
            nameof(SchemeDefinition.Covers),
            "one signature would open everything",
            Base(["@method", "@authority", "@scheme"])),
    ];
}
