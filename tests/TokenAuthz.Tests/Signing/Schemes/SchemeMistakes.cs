using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>Definitions with one mistake each, and the error that each has to give.</summary>
internal static partial class SchemeMistakes
{
    /// <summary>A definition with nothing wrong.</summary>
    public static readonly SchemeDefinition Right = new()
    {
        Name = "ours",
        Token = ["header:token={expires}.{sig}"],
        Message = "{target}{expires}",
    };

    public static ImmutableDictionary<string, SchemeMistake> All { get; } = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        Token("no place at all", "say where the token is"),
        Token(
            "no place before the pattern",
            "'sig' does not begin with a place: write header:NAME=, query:NAME=, cookie:NAME= or path:",
            "sig"),
        Token("an unknown place", "'body:token={sig}' does not begin with a place", "body:token={sig}"),
        Token("a header without a pattern", "'header:token' has no pattern: write header:NAME={sig}", "header:token"),
        Token("a place without a name", "'query:={sig}' has no pattern", "query:={sig}"),
        Token("an ill-formed name of a header", "'to ken' is not a header's name", "header:to ken={sig}"),
        Token("an empty pattern", "the pattern is empty", "header:token="),
        Token("a brace that is not closed", "the brace at character 3 is not closed", "header:token=v1{sig"),
        Token("a brace that closes nothing", "a brace at character 1 closes nothing", "header:token=}{sig}"),
        Token("empty braces", "the braces at character 1 name no field", "header:token={}{sig}"),
        Token(
            "a field's name in upper case",
            "'SIG' is not a field's name: lower-case letters, digits and underscores",
            "header:token={SIG}"),
        Token("two fields with nothing between", "nothing separates {sig} from the field before it", "header:token={expires}{sig}"),
        Token("an optional text behind a field", "an optional text has to follow a literal one", "header:token={sig}{bound=1-}"),
        Token("alternatives with other fields", "do not have the same fields", "header:token={sig} | query:token={expires}.{sig}"),
        Token(
            "a format of a field that is no time",
            "{kid:hex}: only the times issued, expires and not_before have a format",
            "header:token={kid:hex}.{sig}"),
        Token(
            "an unknown format", "'decimal' is no format of a time: write unix, unix_ms, hex", "header:token={expires:decimal}.{sig}"),
        Token("a clock without its zone", "'yyyyMMddHHmm' is no format of a time", "header:token={expires:yyyyMMddHHmm}.{sig}"),
        Token("several signatures with nothing between", "as in {sig: v1,}", "header:token={sig:}"),
        Token("a separator within what a signature begins with", "as in {sig: v1,}", "header:token={sig: v1 }"),
        Token(
            "too many fields",
            "a token has at most 20 fields",
            "header:token={a}.{b}.{c}.{d}.{e}.{f}.{g}.{h}.{i}.{j}.{k}.{l}.{m}.{n}.{o}.{p}.{q}.{r}.{s}.{t}.{sig}"),
        Token("no signature", "no place has the field {sig}, the signature", "header:token={expires}"),
        Of(
            "a path that is all token",
            nameof(SchemeDefinition.Token),
            "has to say what remains of it, as in path:/{sig}{path}",
            Right with { Token = ["path:/{sig}"], Message = "{host}" }),
        Of("a list without names", nameof(SchemeDefinition.Items), "write FIELD SEPARATOR NAME=FIELD", Right with { Items = ["list ~"] }),
        Of(
            "a list with a long separator",
            nameof(SchemeDefinition.Items),
            "'&&' is neither a separator of one character nor json, json!, form, form!, match, as, split, tail, " +
            "thumbprint, each, every or dictionary",
            Right with { Items = ["query && a=b"] }),
        Of(
            "a list of no field",
            nameof(SchemeDefinition.Items),
            "'list' is no field that is read before this",
            Right with { Items = ["list ~ a=b"] }),
        Of("an item without a field", nameof(SchemeDefinition.Items), "'acl' is not NAME=FIELD", Right with { Items = ["query & acl"] }),
        Message("no message", "say what is signed", ""),
        Message("a message that is always the same", "one token would open everything", "v1"),
        Message(
            "an unknown part",
            "{urls} is neither a field of the token (expires, sig) nor a part of the request (key, salt, method",
            "{urls}{expires}"),
        Message("a brace that is not closed", "the brace at character 1 is not closed", "{target"),
        Message(
            "a signature base without its fields",
            "{signature_base} needs the fields {components} and {parameters}",
            "{signature_base}{expires}"),
        Message("a key in an HMAC", "leave {key} out of the message", "{target}{expires}{key}"),
        Of(
            "a plain digest without a key",
            nameof(SchemeDefinition.Message),
            "a plain digest needs {key} in the message",
            Right with { Algorithm = SignatureAlgorithm.Md5 }),
        Of(
            "a target with the signature in it",
            nameof(SchemeDefinition.Message),
            "{target} holds the signature itself: write {signed_target}",
            Right with { Token = ["query:sig={sig}"], Message = "{target}" }),
        .. new[] { "issued", "expires", "not_before", "acl", "prefix", "address" }.Select(field =>
            Of(
                $"{field} not signed",
                nameof(SchemeDefinition.Message),
                $"the message does not sign {{{field}}}: a client could change it in its token",
                Right with { Token = [$"header:token={{{field}}}.{{sig}}"], Message = "{target}" })),
        Of(
            "an end in a list that is not signed",
            nameof(SchemeDefinition.Message),
            "the message does not sign {expires}",
            Right with { Token = ["header:token={list}.{sig}"], Items = ["list ~ exp=expires"], Message = "{target}" }),
        Of(
            "an end in a parameter that is not signed",
            nameof(SchemeDefinition.Message),
            "the message does not sign {expires}",
            Right with { Token = ["query:e={expires}", "header:token={sig}"], Message = "{path}" }),
        .. Ignored, .. Unsigned, .. Joined, .. Extended, .. Unbound, .. WithoutEffect, .. Unworkable,
        Of(
            "no life",
            nameof(SchemeDefinition.Ttl),
            "this is 00:00:00: write 00:00:01 to 3653.00:00:00",
            Right with { Ttl = TimeSpan.Zero }),
        Of(
            "clocks that differ backwards",
            nameof(SchemeDefinition.Skew),
            "this is -00:00:01: write 00:00:00 to 00:05:00",
            Right with { Skew = TimeSpan.FromSeconds(-1) }),
        Of(
            "clocks that differ by much",
            nameof(SchemeDefinition.Skew),
            "this is 00:05:01: write 00:00:00 to 00:05:00",
            Right with { Skew = TimeSpan.FromSeconds(301) }),
        Of(
            "no horizon",
            nameof(SchemeDefinition.Horizon),
            "this is 00:00:00: write 00:00:01 to 100000.00:00:00",
            Right with { Horizon = TimeSpan.Zero }),
        Of(
            "issued ahead in two ways",
            nameof(SchemeDefinition.IssuedAhead),
            "set one of the two",
            Right with { Symmetric = true, IssuedAhead = true }),
        Of(
            "a short signature",
            nameof(SchemeDefinition.Truncate),
            "a signature has 0 (all) or 8 to 32 bytes",
            Right with { Truncate = 7 }),
        Of(
            "a signature longer than its digest",
            nameof(SchemeDefinition.Truncate),
            "a signature has 0 (all) or 8 to 32 bytes",
            Right with { Truncate = 33 }),
        Of("a negative length", nameof(SchemeDefinition.Truncate), "this is -8: write 0 to 64", Right with { Truncate = -8 }),
        Of("a salt that the message lacks", nameof(SchemeDefinition.Salt), "the message has no {salt}", Right with { Salt = "sea" }),
        Of(
            "a salt that is not of its encoding",
            nameof(SchemeDefinition.Salt),
            "this is not Hex; see SaltEncoding",
            Right with { Salt = "sea", SaltEncoding = KeyEncoding.Hex, Message = "{salt}{target}{expires}" }),
        Of(
            "signed headers with an ill-formed name",
            nameof(SchemeDefinition.SignedHeaders),
            "'user agent' is not a header's name",
            Right with { SignedHeaders = ["user agent"], Message = "{target}\n{expires}\n{header_lines}" }),
        Of(
            "a signed header without a name",
            nameof(SchemeDefinition.SignedHeaders),
            "'' is not a header's name",
            Right with { SignedHeaders = [""], Message = "{target}\n{expires}\n{header_lines}" }),
        Of("an address of no bits", nameof(SchemeDefinition.AddressPrefix), "this is 0: write 1 to 128", Right with { AddressPrefix = 0 }),
        Of(
            "an address of too many bits",
            nameof(SchemeDefinition.AddressPrefix),
            "this is 129: write 1 to 128",
            Right with { AddressPrefix = 129 }),
        Of(
            "a single use without an end",
            nameof(SchemeDefinition.SingleUse),
            "the token needs {issued} or {expires}, or set RememberFor",
            Right with { Token = ["header:token={sig}"], Message = "{target}", SingleUse = true }),
        Of(
            "a token with an end that is to be remembered for a time",
            nameof(SchemeDefinition.RememberFor),
            "leave it out, or set SingleUse",
            Right with { SingleUse = true, RememberFor = TimeSpan.FromDays(1) }),
        Of(
            "a time to remember without a single use",
            nameof(SchemeDefinition.RememberFor),
            "leave it out, or set SingleUse",
            Right with { Token = ["header:token={sig}"], Message = "{target}", RememberFor = TimeSpan.FromDays(1) }),
    ]);

    // A definition with fields that may hold anything but a line end, beside the signature.
    private static SchemeDefinition Free(string message) =>
        Right with
        {
            Token =
                ["header:uid={uid}", "header:role={role}", "header:id={id}", "header:until={until}", "header:kid={kid}", "header:x={sig}"],
            Message = message,
        };

    private static SchemeDefinition Base(ImmutableArray<string> covers) =>
        Right with
        {
            Token = ["header:signature-input=sig1=({components}){parameters}", "header:signature=sig1=:{sig}:"],
            Message = "{signature_base}",
            Covers = covers,
        };

    private static KeyValuePair<string, SchemeMistake> NotSigned(
        string description, string field, string message, string? items, params string[] token) =>
        Of(
            description,
            nameof(SchemeDefinition.Message),
            $"the message does not sign {{{field}}}: a client could change it in its token",
            Right with { Token = [.. token], Items = items is null ? [] : [items], Message = message });

    private static KeyValuePair<string, SchemeMistake> Ignores(string description, string words, params string[] names) => Of(
        $"ignored parameters: {description}",
        nameof(SchemeDefinition.IgnoreParameters),
        words,
        Right with
        {
            Token = ["query:expires={expires}", "query:sig={sig}"],
            Let = Right.Let.Add("size", "{query:size}"),
            Message = "{signed_target}\n{query:id}\n{size|sha256|hex}",
            IgnoreParameters = [.. names],
        });

    private static KeyValuePair<string, SchemeMistake> Token(string description, string words, params string[] token) =>
        Of($"token: {description}", nameof(SchemeDefinition.Token), words, Right with { Token = [.. token], Message = "{target}" });

    private static KeyValuePair<string, SchemeMistake> Message(string description, string words, string message) =>
        Of($"message: {description}", nameof(SchemeDefinition.Message), words, Right with { Message = message });

    private static KeyValuePair<string, SchemeMistake> Of(string description, string setting, string words, SchemeDefinition definition) =>
        new(description, new(definition, setting, words));
}
