using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Verifying;

/// <summary>
/// Finds tokens of other schemes in the places that one scheme does not read. A request with two tokens is denied, because an upstream
/// might go by the other; in a place that both schemes read there is one token.
/// </summary>
internal sealed class OtherTokens
{
    private readonly ImmutableArray<TokenLocator> _named;

    // A path and a body are in requests without a token too, so that the whole token has to be read there.
    private readonly ImmutableArray<SchemePlan> _unnamed;

    /// <param name="decided">The scheme whose token a request has.</param>
    /// <param name="all">This scheme and the others.</param>
    public OtherTokens(AcceptedScheme decided, ImmutableArray<AcceptedScheme> all)
    {
        var own = decided.Scheme.Forms.SelectMany(form => form.Token.CredentialLocators).ToList();
        var isInBody = decided.Scheme.Forms.Any(form => form.BodySignature is not null);
        var forms = all.Where(other => other != decided).SelectMany(other => other.Scheme.Forms).ToList();
        _named = [.. forms.SelectMany(OthersOf).Where(locator => locator.Place is not TokenPlace.Path)];
        _unnamed =
        [
            .. forms.Where(form =>
                OthersOf(form).Any(locator => locator.Place is TokenPlace.Path) || (form.BodySignature is not null && !isInBody)),
        ];

        IEnumerable<TokenLocator> OthersOf(SchemePlan form) =>
            form.Token.CredentialLocators.Where(locator => !own.Exists(locator.IsAtPlaceOf));
    }

    /// <summary>Whether a request has such a token.</summary>
    public bool AreIn<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var target = request.Target;
        foreach (var locator in _named)
        {
            var count = locator.Find(ref request, target, out var text);
            if (count is HeaderCount.Several || (count is HeaderCount.One && locator.CanBegin(text))) return true;
        }

        foreach (var form in _unnamed)
        {
            if (FormChoice.Read(form, ref request, target) is null) return true;
        }

        return false;
    }
}
