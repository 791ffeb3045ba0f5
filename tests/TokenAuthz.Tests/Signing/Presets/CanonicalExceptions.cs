using System.Collections.Immutable;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The edits that formats allow which sign a canonical request: it has one spelling of what the request has in several.</summary>
internal static class CanonicalExceptions
{
    public static ImmutableArray<SpellingException> All { get; } =
    [
        new(
            "`{canonical_query}` decodes and encodes the parameters, sorts them, leaves out empty ones, and writes `a` as `a=`.",
            scheme => Signs(scheme, "{canonical_query"),
            (change, edit) => SpellingExceptions.IsEmptyParameter(change, edit)
                || (change.IsInQuery && SpellingExceptions.IsEscapeOfCase(change, edit))
                || (edit is ByteEdit.Encode && IsEncoded(change)),
            "the parameters in another order", "an empty parameter in front", "an equals sign behind a name alone",
            "a letter of a name escaped", "an escape of another case in the query"),
        new(
            "`normalize` leaves out the dot segments and the empty segments of a path: the token of `/a` also opens `//a` and `/./a`.",
            scheme => Signs(scheme, "{path|normalize"),
            (change, edit) => change.IsInPath && edit is ByteEdit.Repeat && change.Before[change.Position] == '/',
            "two slashes at the beginning", "two slashes before the last segment", "a dot segment", "a segment that two dots take back"),
        new(
            "`encode_once` writes a path with escapes in upper case, and only of characters that need one: the token of `/a` also opens "
            + "`/%61`.",
            scheme => Signs(scheme, "|encode_once"),
            (change, edit) => change.IsInPath
                && (SpellingExceptions.IsEscapeOfCase(change, edit) || (edit is ByteEdit.Encode && change.Before[change.Position] != '/')),
            "a letter escaped", "an escape of another case", "an escape decoded", "an escaped space behind it"),
        new(
            "`with_slash` writes a slash behind a path: the token of `/a` also opens `/a/`.",
            scheme => Signs(scheme, "|with_slash}"),
            (_, _) => false,
            "a slash behind it"),
        new(
            "`{canonical_headers|lower}` has the host and the headers in lower case.",
            scheme => Signs(scheme, "{canonical_headers|lower}"),
            (change, edit) => edit is ByteEdit.Replace && change.IsOfCase && change.Part is "host" or "header content-type",
            "a host of another case"),
        new(
            "`{canonical_headers:without_port}` has the host without its port: the token of a host opens each of its ports.",
            scheme => Signs(scheme, "{canonical_headers:without_port}"),
            (change, _) => change.Part == "host" && change.Position >= change.Before.AsSpan().IndexOf((byte)':')
                && change.Before.AsSpan().Contains((byte)':'),
            "a port that clients leave out"),
        new(
            "A list of fields that is separated by commas may have blanks around them.",
            scheme => Signs(scheme, "{canonical_headers"),
            (change, edit) => edit is ByteEdit.Repeat && change.Part == "header authorization" && change.Before[change.Position] == ' '),
    ];

    /// <summary>Whether a text stands in the message of a scheme, or in a text that the message names.</summary>
    public static bool Signs(SchemeDefinition scheme, string text) =>
        scheme.Let.Values.Append(scheme.Message).Any(template => template.Contains(text, StringComparison.Ordinal));

    // A separator that is escaped separates no longer, and the token's parameters have to be found by their names.
    private static bool IsEncoded(ByteChange change) =>
        change.IsInQuery
        && (change.IsInValue || !change.IsInTokenParameter)
        && (change.Before[change.Position] is not ((byte)'&' or (byte)'=') || (change.IsInValue && change.Before[change.Position] != '&'));
}
