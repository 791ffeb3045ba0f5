using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// What a scheme keeps of its preset when it sets a <c>Token</c> of its own: the entries of <c>Items</c> that read the query, the body, or
/// a field that the token still has, and the <c>Defaults</c> of fields that a token may lack.
/// </summary>
internal static partial class InheritedItems
{
    /// <summary>Leaves out the values of fields that stand in a place which every token has.</summary>
    /// <param name="defaults">The values of the preset.</param>
    /// <param name="token">The places of the token.</param>
    public static ImmutableSortedDictionary<string, string> Of(
        ImmutableSortedDictionary<string, string> defaults, ImmutableArray<string> token) =>
        defaults.RemoveRange(token.Where(part => !OptionalPlace().IsMatch(part)).SelectMany(part => Field().Matches(part))
            .Select(match => match.Groups[1].Value));

    /// <summary>Leaves out the entries that read a field which the token does not have.</summary>
    /// <param name="items">The entries of the preset.</param>
    /// <param name="token">The places of the token.</param>
    public static ImmutableArray<string> Of(ImmutableArray<string> items, ImmutableArray<string> token)
    {
        var fields =
            token.SelectMany(part => Field().Matches(part)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<string>();
        foreach (var item in items)
        {
            var words = Word().Matches(item).Select(match => match.Value).ToList();
            if (words is not [var source, .. var others] || (source is not ("query" or "body") && !fields.Contains(source))) continue;
            kept.Add(item);
            fields.UnionWith(others);
        }

        return kept.ToImmutable();
    }

    [GeneratedRegex(@"\{(\w+)")]
    private static partial Regex Field();

    // `header:NAME?=`
    [GeneratedRegex(@"^[^={]*\?=")]
    private static partial Regex OptionalPlace();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
