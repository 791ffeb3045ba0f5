using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// Finds the form of a scheme that a request's token has. Forms whose credentials are in one place are spellings of one token; forms
/// in different places are different tokens, and a request with two tokens is denied, because an upstream might go by the other.
/// </summary>
/// <param name="forms">The forms, at most 32.</param>
/// <param name="isFirst">Whether the first token that a request has decides, and those in other places are not read.</param>
internal sealed class FormChoice(ImmutableArray<SchemePlan> forms, bool isFirst)
{
    // The forms that share a place of a credential with each form, a bit each; with itself too.
    private readonly uint[] _sharing = [.. forms.Select(form => Sharing(forms, form))];

    /// <summary>Chooses the form.</summary>
    /// <param name="request">The request.</param>
    /// <param name="chosen">The number of the form.</param>
    /// <returns>Why there is no form to check; null when one was chosen.</returns>
    public DenyCause? Choose<TRequest>(ref TRequest request, out int chosen)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var target = request.Target;
        var failure = DenyCause.MissingToken;
        var (found, first) = (0u, -1);
        chosen = -1;
        for (var i = 0; i < forms.Length; i++)
        {
            if (isFirst && first >= 0 && !Shares(first, i)) continue;
            var cause = Read(forms[i], ref request, target);
            if (cause is DenyCause.MissingToken) continue;
            found |= 1u << i;
            if (first < 0) first = i;
            if (cause is { } fault)
            {
                if (failure is DenyCause.MissingToken) failure = fault;
                continue;
            }

            if (chosen >= 0) return DenyCause.TwoTokens;
            chosen = i;
        }

        if (chosen < 0) return failure;
        return (found & ~_sharing[chosen]) == 0 ? null : DenyCause.TwoTokens;
    }

    /// <summary>Reads the token that a request has in a form.</summary>
    /// <returns>Why it has none, or one that is ill-formed; null when it has one.</returns>
    public static DenyCause? Read<TRequest>(SchemePlan form, ref TRequest request, ReadOnlySpan<byte> target)
        where TRequest : struct, IRequestView, allows ref struct
    {
        // A copy, because to the compiler a view passed by reference could take over memory of this method.
        scoped var view = request;
        scoped var values = default(FieldValues);
        scoped var signed = target;
        var arena = new TextArena(stackalloc byte[TextArena.StackSize]);
        try
        {
            if (form.Ignored is { } ignored && !ignored.TryTakeFrom(ref signed, ref arena)) return DenyCause.TokenIllFormed;
            return form.Token.Read(ref view, signed, ref values, ref arena, out _)
                ?? (form.IsOfSignatureLength(values[form.Signature]) ? null : DenyCause.SignatureIllFormed);
        }
        finally
        {
            arena.Dispose();
        }
    }

    private bool Shares(int form, int other) => (_sharing[form] & (1u << other)) != 0;

    private static uint Sharing(ImmutableArray<SchemePlan> forms, SchemePlan form)
    {
        var places = form.Token.CredentialLocators.ToList();
        var isInBody = form.BodySignature is not null;
        return forms.Index()
            .Where(other => (isInBody && other.Item.BodySignature is not null)
                || other.Item.Token.CredentialLocators.Any(locator => places.Exists(locator.IsAtPlaceOf)))
            .Aggregate(0u, (bits, other) => bits | (1u << other.Index));
    }
}
