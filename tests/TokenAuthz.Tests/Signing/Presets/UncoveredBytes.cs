using System.Collections.Immutable;
using TokenAuthz.Signing.Digests;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The bytes that may be others by the nature of a format, and why. Everything else has to be denied.</summary>
internal static class UncoveredBytes
{
    private static readonly ImmutableArray<(string Why, Func<ByteChange, bool> Applies)> Rules =
    [
        ("the format does not sign the method", change => change.Part == "method" && !Signs(change, RequestParts.Method)),
        ("the format does not sign the host", change => change.Part == "host" && !Signs(change, RequestParts.Host)),
        ("the format does not sign the body", change => change.Part == "body" && !Signs(change, RequestParts.Body)),
        ("the format does not sign the path, or signs a scope that the path is in", change => change.IsInPath && !Signs(change, RequestParts.Path)),
        ("the format does not sign the query", change => change.Part == "target" && !change.IsInPath && !change.IsInTokenParameter && !Signs(change, RequestParts.Query)),
        ("RFC 9421, section 2.2.3: the authority is signed in lower case", change => change.Part == "host" && change.Sample.Preset == "rfc9421" && change.IsOfCase),
        ("hex is read in either case", change => change.IsInSignature && change.IsOfCase && change.Sample.Scheme.Definition.Encoding is SignatureEncoding.Hex),
        ("a signature in the query may be percent-encoded, in either case", change => change.IsInSignature && change.IsInQuery && change.IsOfCase && change.IsInEscape),
        ("padding may be left out, so that what ends a signature may stand in its place", change =>
            change.IsInSignature && change.Before[change.Position] is (byte)'=' or (byte)'%' && change.Value == (change.IsInQuery ? '&' : ' ') && HasOptionalPadding(change)),
        ("the path is signed decoded", change => change.IsInPath && change.IsOfCase && change.IsInEscape && change.Sample.Decodes.HasFlag(RequestParts.Path)),
        ("the parameters are signed decoded", change => change.IsInQuery && change.IsOfCase && change.IsInEscape && change.Sample.Decodes.HasFlag(RequestParts.Query)),
    ];

    public static bool Contains(ByteChange change) => Rules.Any(rule => rule.Applies(change));

    /// <summary>Whether a format reads the same with a byte twice: nothing between two separators is no parameter, and two blanks of a list are one.</summary>
    public static bool MayBeTwice(ByteChange change) => change.Before[change.Position] switch
    {
        (byte)'&' => change.IsInQuery || change.Sample.Preset == "bunny-path",
        (byte)' ' => change.Sample.Preset == "rfc9421",
        _ => false,
    };

    /// <summary>Whether a format reads the same without a byte: padding.</summary>
    public static bool MayBeLeftOut(ByteChange change) => change.IsInSignature && change.Before[change.Position] == '=';

    /// <summary>Whether a byte may be percent-encoded: in a signature, and where the format signs what is decoded.</summary>
    public static bool MayBeEncoded(ByteChange change) =>
        (change.IsInSignature && (change.IsInQuery || change.IsInPath))
        || (change.IsInPath && change.Sample.Decodes.HasFlag(RequestParts.Path))
        || (change.IsInValue && !change.IsInTokenParameter && change.Sample.Decodes.HasFlag(RequestParts.Query));

    private static bool Signs(ByteChange change, RequestParts part) => change.Sample.Signs.HasFlag(part);

    // The last byte of the text, or the first of its escape; and nothing may follow the signature where it ends the message.
    private static bool HasOptionalPadding(ByteChange change) =>
        change.Sample.Preset is "google-cdn-prefix" or "cloudflare-timed-hmac" or "standard-webhooks" && change.Position >= change.Before.Length - 3;
}
