using System.Text;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Rules;

/// <summary>From which countries a token may be used, by its fields <c>countries</c> and <c>blocked_countries</c>.</summary>
/// <param name="allowed">The field with the countries, separated by commas, one of which has to be the client's; -1 for none.</param>
/// <param name="blocked">The field with the countries of which none may be the client's; -1 for none.</param>
/// <param name="header">The header in which the gateway tells the client's country; null if it tells none, so that the rule denies.</param>
internal sealed class CountryRule(int allowed, int blocked, HeaderName? header)
{
    // The countries of the world in two letters each, with commas that are percent-encoded.
    private const int MaxLength = 2048;

    /// <summary>Whether the client is in a country that the token allows.</summary>
    public bool Includes<TRequest>(ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        ref readonly var values = ref source.Values;
        if (!values.Has(allowed) && !values.Has(blocked)) return true;
        if (header is null || source.Request.Header(header, out var country) is not HeaderCount.One || !IsCountry(country)) return false;
        return (!values.Has(allowed) || Find(values[allowed], country) is true)
            && (!values.Has(blocked) || Find(values[blocked], country) is false);
    }

    // ISO 3166-1 alpha-2. Gateways write XX or T1 for a country that they do not know, which no list holds.
    private static bool IsCountry(ReadOnlySpan<byte> text) =>
        text.Length == 2 && char.IsAsciiLetter((char)text[0]) && char.IsAsciiLetter((char)text[1]) && !text.SequenceEqual("XX"u8);

    // Whether a list holds a country; null when it is ill-formed.
    private static bool? Find(ReadOnlySpan<byte> list, ReadOnlySpan<byte> country)
    {
        if (list.Length > MaxLength) return null;
        Span<byte> decoded = stackalloc byte[MaxLength];
        if (!PercentEncoding.TryDecode(list, decoded, out var length)) return null;
        ReadOnlySpan<byte> countries = decoded[..length];
        var isFound = false;
        foreach (var range in countries.Split((byte)','))
        {
            var one = countries[range].Trim((byte)' ');
            if (!IsCountry(one)) return null;
            isFound |= Ascii.EqualsIgnoreCase(one, country);
        }

        return isFound;
    }
}
