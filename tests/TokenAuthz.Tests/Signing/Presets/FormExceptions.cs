using System.Collections.Immutable;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The edits that formats allow which sign the parameters of a form, or the URL that their sender was given.</summary>
internal static class FormExceptions
{
    public static ImmutableArray<SpellingException> All { get; } =
    [
        new(
            "`{signed_url:any_port}` is the URL without its port, or with the default one: a token opens each port of its host.",
            scheme => CanonicalExceptions.Signs(scheme, "{signed_url:any_port}"),
            (change, _) => change.Part == "host" && change.Before.AsSpan(0, change.Position + 1).Contains((byte)':'),
            "a port that clients leave out"),
        new(
            "`decode:` writes characters for their escapes: the token of `/a/b` also opens `/a%2fb`.",
            scheme => CanonicalExceptions.Signs(scheme, "|decode:"),
            (change, edit) => change.Part == "target"
                && (edit is ByteEdit.Encode
                    ? ":/?@!$'()*,;".Contains((char)change.Before[change.Position], StringComparison.Ordinal)
                    : SpellingExceptions.IsEscapeOfCase(change, edit)),
            "a slash escaped"),
        new(
            "A list that may hold other names may have empty items, and so may a list of signatures.",
            scheme => scheme.Items.Any(item => item.EndsWith(" *", StringComparison.Ordinal)) || HasList(scheme),
            (change, edit) => change.Part.StartsWith("header ", StringComparison.Ordinal) && edit is ByteEdit.Repeat
                && change.Before[change.Position] is (byte)',' or (byte)';'),
        new(
            "A signature in base64 may have its padding or not, before a separator or a blank of its list.",
            scheme => HasList(scheme) || scheme.Items.Any(item => item.Contains(" , ", StringComparison.Ordinal)),
            (change, edit) => edit is ByteEdit.Replace && change.IsInSignature && change.Before[change.Position] == '='
                && change.Value is (byte)',' or (byte)' ' or (byte)'\t'),
        new(
            "The version of Antom's key is not signed.",
            scheme => scheme.Items.Any(item => item.Contains("keyVersion=", StringComparison.Ordinal)),
            (change, _) => change.Part == "header signature" && IsInVersion(change)),
        new(
            "`decode` reads a parameter of WeCom with its characters escaped or not.",
            scheme => CanonicalExceptions.Signs(scheme, "{echo|decode}"),
            (change, edit) => change.IsInTokenParameter && (edit is ByteEdit.Encode || SpellingExceptions.IsEscapeOfCase(change, edit))),
        new(
            "A format that signs the query alone does not tell what stands in front of it.",
            scheme => scheme.Message.Contains("\n{canonical_query}\n{body", StringComparison.Ordinal),
            (_, _) => false,
            "a fragment"),
        new(
            "Sorted parameters are written once, however often the request has them.",
            scheme => CanonicalExceptions.Signs(scheme, "{sorted_query:") || CanonicalExceptions.Signs(scheme, "{plivo_parameters}"),
            (_, _) => false,
            "the first parameter twice"),
        new(
            "A form in the body is decoded and sorted; without characters between them, names and values run together.",
            SignsForm,
            (change, _) => change.Part == "body"
                && (IsMark(change.Before[change.Position]) || IsMark(change.Value) || IsBesideMark(change))),
        new(
            "The type of the body tells a form by its first part.",
            SignsForm,
            (change, _) => change.Part == "header content-type"),
    ];

    private static bool HasList(SchemeDefinition scheme) =>
        scheme.Token.Any(place => place.Contains("{sig:,", StringComparison.Ordinal));

    private static bool IsInVersion(ByteChange change)
    {
        var before = change.Before.AsSpan();
        var start = before.IndexOf("keyVersion="u8) + "keyVersion"u8.Length;
        return change.Position >= start && change.Position < start + before[start..].IndexOf((byte)',');
    }

    private static bool SignsForm(SchemeDefinition scheme) =>
        CanonicalExceptions.Signs(scheme, "{sorted_form") || CanonicalExceptions.Signs(scheme, "{plivo_parameters}");

    private static bool IsMark(byte value) => value is (byte)'&' or (byte)'=' or (byte)'%' or (byte)'+';

    private static bool IsBesideMark(ByteChange change) =>
        (change.Position > 0 && IsMark(change.Before[change.Position - 1]))
        || (change.Position + 1 < change.Before.Length && IsMark(change.Before[change.Position + 1]))
        || change.IsInEscape;
}
