namespace TokenAuthz.Engine.Configuration;

/// <summary>Finds the known word that is nearest to a mistyped one.</summary>
public static class Suggestion
{
    /// <summary>Suggests the nearest of some words, with a space behind: <c>did you mean Secret? </c>. Empty when none is near.</summary>
    public static string For(string written, ReadOnlySpan<string> words)
    {
        // Up to a third of the letters may be wrong in a typo; more make another word.
        var (nearest, least) = ((string?)null, (written.Length / 3) + 2);
        foreach (var word in words)
        {
            var distance = Distance(written.ToUpperInvariant(), word.ToUpperInvariant());
            if (distance < least) (nearest, least) = (word, distance);
        }

        return nearest is null ? "" : $"did you mean {nearest}? ";
    }

    // Levenshtein's distance, one row at a time.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
