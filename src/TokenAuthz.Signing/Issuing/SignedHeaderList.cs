using System.Text;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Issuing;

/// <summary>The headers that a signer signs unless its caller names them: all that the request has, and those of the token.</summary>
internal static class SignedHeaderList
{
    private const string Host = "host";

    /// <summary>The names in lower case, sorted, separated by semicolons.</summary>
    public static byte[] Of(SchemePlan plan, UnsignedRequest request, scoped in FieldValues values)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal) { Host };
        foreach (var header in request.Headers.Keys) names.Add(header.ToLowerInvariant());
        foreach (var part in plan.Token.Parts)
        {
            if (part[0] is { Place: TokenPlace.Header } locator && IsPlaced(plan, locator, values)) names.Add(locator.Header!.LowerText);
        }

        return Encoding.ASCII.GetBytes(string.Join(';', names));
    }

    // The header with the signature is written last, and cannot be signed.
    private static bool IsPlaced(SchemePlan plan, TokenLocator locator, scoped in FieldValues values)
    {
        var isPlaced = true;
        foreach (var field in locator.Pattern.Fields)
            isPlaced &= !plan.SignatureCarriers.Contains(field) && (!locator.IsOptional || values.Has(field));
        return isPlaced;
    }
}
