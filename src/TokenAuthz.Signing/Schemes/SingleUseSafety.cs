using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses a single use that a client could get around.</summary>
internal static class SingleUseSafety
{
    /// <summary>Checks that a token ends, and that one request holds one token that could be sent again.</summary>
    /// <exception cref="SchemeException">A token could be used again.</exception>
    public static void Check(SchemeDefinition definition, TokenTemplate token, TimeRule time)
    {
        Require(
            definition.RememberFor is null || (definition.SingleUse && !time.Ends),
            nameof(SchemeDefinition.RememberFor),
            "this is for tokens of SingleUse that have no end: leave it out, or set SingleUse");
        if (!definition.SingleUse) return;
        Require(
            time.Ends || definition.RememberFor is not null,
            nameof(SchemeDefinition.SingleUse),
            "a token that may be used once has to end: the token needs {issued} or {expires}, or set RememberFor");

        // Signatures side by side are of one message, which is used once.
        var isShared = token.Parts.Where(part => part[0].IsCandidate).All(part => part[0].Pattern.Fields.All(token.IsSignature));
        Require(
            isShared && !token.Items.Any(item => item.Codec is EachCodec),
            nameof(SchemeDefinition.SingleUse),
            "a request with several tokens could be sent again with another of them: write one in Token");
    }
}
