using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// The texts of <c>Let</c> that a scheme keeps of its preset when it sets a <c>Message</c> of its own: those that something in the scheme
/// names.
/// </summary>
internal static partial class InheritedTexts
{
    /// <summary>Leaves out the texts of the preset that nothing names.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="given">The names of the texts that are not the preset's.</param>
    public static ImmutableSortedDictionary<string, string> Of(SchemeDefinition scheme, IReadOnlySet<string> given)
    {
        var kept = scheme.Let.Keys.Where(given.Contains).ToHashSet(StringComparer.Ordinal);
        var texts = new Queue<string>(
        [
            scheme.Message,
            .. scheme.Defaults.Values,
            .. scheme.Require.Values.SelectMany(text => text),
            .. scheme.DeriveKey,
            .. kept.Select(name => scheme.Let[name]),
        ]);
        while (texts.TryDequeue(out var text))
        {
            foreach (Match match in Name().Matches(text))
            {
                if (scheme.Let.TryGetValue(match.Groups[1].Value, out var named) && kept.Add(match.Groups[1].Value)) texts.Enqueue(named);
            }
        }

        return scheme.Let.RemoveRange(scheme.Let.Keys.Where(name => !kept.Contains(name)));
    }

    [GeneratedRegex(@"\{(\w+)")]
    private static partial Regex Name();
}
