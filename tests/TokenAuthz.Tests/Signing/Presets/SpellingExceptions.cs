using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The edits of a signed request that are allowed with the same token, and the reason of each. All others are denied.</summary>
internal static class SpellingExceptions
{
    /// <summary>Every reason. docs/formats.md lists the parts that a format does not sign at all.</summary>
    public static ImmutableArray<SpellingException> All { get; } =
    [
        new(
            "`{uri}` is decoded, as nginx's `$uri` is: the token of `/a` also opens `/%61`.",
            scheme => Signs(scheme, "{uri}") || Signs(scheme, "{relative_uri}") || Signs(scheme, "{azure_path}"),
            (change, edit) => change.IsInPath && (edit is ByteEdit.Encode || IsEscapeOfCase(change, edit)),
            "a letter escaped", "an escape of another case", "an escape decoded"),
        new(
            "`{prefix_or_path}` is the path as it is or decoded: the token of `/a+b` also opens `/a%2Bb`.",
            scheme => Signs(scheme, "{prefix_or_path}"),
            (change, edit) => change.IsInPath && edit is ByteEdit.Encode),
        new(
            "`{sorted_query}`, `{plivo_parameters}` and `{oauth_parameters}` decode the parameters, sort them, leave out empty ones, and "
            + "write `a` as `a=`.",
            scheme => Signs(scheme, "{sorted_query") || Signs(scheme, "{oauth_parameters") || Signs(scheme, "{plivo_parameters}"),
            (change, edit) => IsEmptyParameter(change, edit)
                || (change.IsInQuery && (edit is ByteEdit.Encode || IsEscapeOfCase(change, edit))),
            "the parameters in another order", "an empty parameter in front", "an equals sign behind a name alone",
            "a letter of a name escaped", "an escape of another case in the query", "a plus for an escaped space"),
        new(
            "`{other_parameters}` decodes the parameters, sorts them by name, leaves out empty ones, and writes `a` as `a=`.",
            scheme => Signs(scheme, "{other_parameters}"),
            (change, edit) => IsEmptyParameter(change, edit) || (change.IsInQuery && IsEscapeOfCase(change, edit))
                || (edit is ByteEdit.Encode && change is { IsInValue: true, IsInTokenParameter: false }),
            "the parameters in another order", "an empty parameter in front", "an equals sign behind a name alone",
            "a letter of a name escaped", "an escape of another case in the query"),
        new(
            "A message with path and query as separate parts does not tell an empty query from none: the token of `/a` also opens `/a?`.",
            scheme => Signs(scheme, "{query}") || Signs(scheme, "{sorted_query}") || Signs(scheme, "{signature_base}")
                || Signs(scheme, "{canonical_query") || Signs(scheme, "{oauth_parameters") || Signs(scheme, "{plivo_parameters}"),
            (_, _) => false,
            "an empty query", "an empty parameter in front"),
        new(
            "`{signature_base}` has the host in lower case and without the default port, and one space between components, "
            + "as RFC 9421 says.",
            scheme => Signs(scheme, "{signature_base}"),
            (change, edit) => edit switch
            {
                ByteEdit.Replace => change is { Part: "host", IsOfCase: true },
                ByteEdit.Repeat => change.Before[change.Position] == ' ',
                _ => false,
            },
            "a host of another case", "a port that clients leave out"),
        new(
            "The name of the scheme in `Authorization` may be in any case (RFC 9110, section 11.1).",
            scheme => scheme.Token.Any(HasSchemeName),
            (change, edit) => edit is ByteEdit.Replace
                && change is { Part: "header authorization", IsOfCase: true }
                && change.Position < change.Before.AsSpan().IndexOf((byte)' ')),
        new(
            "Between the parameters of `Authorization` may be any blanks.",
            scheme => Signs(scheme, "signing_string}"),
            (change, edit) => change.Part == "header authorization"
                && edit is ByteEdit.Repeat
                && change.Position == change.Before.AsSpan().IndexOf((byte)' ')),
        new(
            "`lower`, `{authority}`, the field `resource` and the `Prefix` `Url` compare the host in any case.",
            scheme => Signs(scheme, "{host|without_port|lower}") || Signs(scheme, "{url_base|") || HasUrl(scheme),
            (change, edit) => edit is ByteEdit.Replace && change is { Part: "host", IsOfCase: true },
            "a host of another case", "a port that clients leave out"),
        new(
            "`{url}` leaves out the parameters of the token, wherever they stand.",
            scheme => Signs(scheme, "{url}"),
            (_, _) => false,
            "the parameters in another order"),
        new(
            "`{oauth_parameters}` decodes the parameters in the header.",
            scheme => Signs(scheme, "{oauth_parameters"),
            (change, edit) => change.Part == "header authorization" && IsEscapeOfCase(change, edit)),
        new(
            "A list in a header may have blanks around its commas, and its values in quotes or not.",
            scheme => scheme.Items.Any(item => item.Contains(" , ", StringComparison.Ordinal)),
            (change, edit) => edit is ByteEdit.Repeat && change.Before[change.Position] is (byte)' '),
        new(
            "Cookies may have blanks around their semicolons or not, and nothing between two of these.",
            scheme => scheme.Token.Any(place => place.StartsWith("cookie:", StringComparison.Ordinal)),
            (change, edit) => change.Part == "header cookie" && change.Before[change.Position] is (byte)' ' or (byte)';'
                && (edit is not ByteEdit.Replace || change.Value is (byte)' ' or (byte)';')),
        new(
            "A signature in hex may have either case, unless `Encoding` is `HexLower`. A signature in base64 may have its padding or not. "
            + "A signature in a URL may be percent-encoded, and one in a list that is encoded.",
            _ => true,
            (change, edit) => change.IsInSignature && edit switch
            {
                ByteEdit.Replace => IsHexOfCase(change)
                    || IsPaddingLeftOut(change)
                    || ((change.IsInQuery || HasEncodedSignature(change.Sample.Form)) && IsEscapeOfCase(change, edit)),
                ByteEdit.Remove => IsPadding(change),
                ByteEdit.Encode => change.IsInQuery || change.IsInPath,
                _ => false,
            }),
        .. CanonicalExceptions.All,
        .. FormExceptions.All,
    ];

    /// <summary>Whether an edit is permitted, because the format does not sign the byte or by an exception.</summary>
    public static bool Cover(ByteChange change, ByteEdit edit = ByteEdit.Replace) =>
        IsNotSigned(change)
        || IsEmptyParameterOfUnsigned(change, edit)
        || All.Any(exception => exception.IsOf(change.Sample.Form) && exception.Covers(change, edit));

    /// <summary>The exceptions that explain why a respelling is allowed.</summary>
    public static IEnumerable<SpellingException> Of(SchemeDefinition scheme, Respelling respelling) =>
        All.Where(exception => exception.IsOf(scheme) && exception.Spellings.Contains(respelling.Description));

    private static bool HasSchemeName(string place) =>
        place.Contains("authorization=", StringComparison.OrdinalIgnoreCase) && place.Split('{')[0].Contains(' ', StringComparison.Ordinal);

    private static bool HasUrl(SchemeDefinition scheme) => scheme.Prefix is PrefixMatch.Url;

    private static bool IsNotSigned(ByteChange change) => change switch
    {
        { Part: "method" } => !Signs(change, RequestParts.Method),
        { Part: "host" } => !Signs(change, RequestParts.Host),
        { Part: "body" } => !Signs(change, RequestParts.Body),
        // A format with a scope signs the scope instead.
        { IsInPath: true } => !Signs(change, RequestParts.Path),
        { Part: "target" } => !change.IsInTokenParameter && !Signs(change, RequestParts.Query),
        _ => false,
    };

    private static bool IsHexOfCase(ByteChange change) =>
        change.IsOfCase && change.Sample.Form.Encoding is SignatureEncoding.Hex;

    public static bool IsEscapeOfCase(ByteChange change, ByteEdit edit) =>
        edit is ByteEdit.Replace && change is { IsInEscape: true, IsOfCase: true };

    // The separator may be the one before a parameter of the token.
    private static bool IsEmptyParameterOfUnsigned(ByteChange change, ByteEdit edit) =>
        change.IsInQuery && IsEmptyParameter(change, edit) && !Signs(change, RequestParts.Query);

    // Two separators with nothing between them add no parameter, in a query or in a path that has parameters.
    public static bool IsEmptyParameter(ByteChange change, ByteEdit edit) =>
        edit is ByteEdit.Repeat && change.Before[change.Position] == '&' && (change.IsInQuery || change.IsInPath);

    // A separator may stand in the place of the padding: of its last byte, or of the first of its escape.
    private static bool HasEncodedSignature(SchemeDefinition scheme) =>
        scheme.Items.Any(item => item.EndsWith("|decode as sig", StringComparison.Ordinal));

    private static bool IsPadding(ByteChange change) =>
        change.Before[change.Position] == '='
        || (change.Before[change.Position] == '_' && change.Sample.Form.Encoding is SignatureEncoding.Base64CloudFront
            && change.Position >= change.Before.Length - 2);

    private static bool IsPaddingLeftOut(ByteChange change) =>
        (change.Before[change.Position] == '%' || IsPadding(change))
        && change.Value == (change.IsInQuery ? '&' : change.Part == "header cookie" ? ';' : ' ')
        && change.Position >= change.Before.Length - 3
        && (change.IsInQuery
            ? MayBeFollowed(change.Sample.Form)
            : change.Part == "header cookie" || HasSeveralSignatures(change.Sample.Form));

    private static bool MayBeFollowed(SchemeDefinition scheme) =>
        !Signs(scheme, "{signed_target}") && !Signs(scheme, "{signed_url}") && !Signs(scheme, "{query}");

    // They are separated by spaces.
    private static bool HasSeveralSignatures(SchemeDefinition scheme) =>
        scheme.Token.Any(part => part.Contains("{sig: ", StringComparison.Ordinal));

    private static bool Signs(SchemeDefinition scheme, string part) => CanonicalExceptions.Signs(scheme, part);

    private static bool Signs(ByteChange change, RequestParts part) => change.Sample.Signs.HasFlag(part);
}
