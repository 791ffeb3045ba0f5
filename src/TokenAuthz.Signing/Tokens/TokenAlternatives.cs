using System.Collections.Immutable;
using System.Text;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Refuses alternatives of a token that read the same text.</summary>
internal static class TokenAlternatives
{
    private static readonly byte[] SampleValue = "0"u8.ToArray();
    private static readonly byte[] SamplePath = "/0"u8.ToArray();

    /// <summary>Checks that a field stands in one part of the token, once, and that no alternative reads the text of another.</summary>
    /// <exception cref="FormatException">A field is there twice, or two alternatives of one place read the same text.</exception>
    public static void Check(ImmutableArray<ImmutableArray<TokenLocator>> parts, TokenFields fields)
    {
        var counts = parts.SelectMany(part => part[0].Pattern.Fields).CountBy(field => field);
        var repeated = counts.FirstOrDefault(field => field.Value > 1);
        if (repeated.Value > 1)
        {
            throw new FormatException(
                $"the field {{{fields.Names[repeated.Key]}}} is there twice: only one of its values could be signed");
        }

        foreach (var part in parts)
        {
            foreach (var locator in part)
            {
                foreach (var other in part.Where(other => other != locator && other.IsAtPlaceOf(locator)))
                    CheckTold(locator, other, fields);
            }
        }
    }

    private static void CheckTold(TokenLocator locator, TokenLocator other, TokenFields fields)
    {
        var values = default(FieldValues);
        var read = default(FieldValues);
        foreach (var field in locator.Pattern.RequiredFields)
            values[field] = field == fields.IndexOf(WellKnownFields.Path) ? SamplePath : SampleValue;
        var text = new List<byte>();
        locator.Pattern.Write(text, values);

        if (TokenReader.CanRead(other, text.ToArray(), fields.IndexOf(WellKnownFields.Signature), ref read))
            throw new FormatException(
                $"two alternatives of {$"{locator.Place}".ToLowerInvariant()}:{locator.Name} can read the same text, such as " +
                    $"'{Encoding.UTF8.GetString([.. text])}', and it would always be denied: let them begin with, or be separated by, " +
                    "different texts");
    }
}
