namespace TokenAuthz.Signing.Rules;

/// <summary>Globs: <c>*</c> is any text, slashes too, <c>?</c> is one character.</summary>
public static class Glob
{
    // A glob with many stars could take the product of both lengths; nobody writes one that needs as many steps.
    private const int MaxSteps = 1_000_000;

    /// <summary>Whether a text matches; false as well when finding out would take too long.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> glob, ReadOnlySpan<byte> text)
    {
        var (g, t, star, retry) = (0, 0, -1, 0);
        for (var steps = 0; t < text.Length; steps++)
        {
            if (steps > MaxSteps) return false;
            if (g < glob.Length && glob[g] == '*')
            {
                (star, retry) = (g++, t);
            }
            else if (g < glob.Length && (glob[g] == '?' || glob[g] == text[t]))
            {
                g++;
                t++;
            }
            else if (star >= 0)
            {
                (g, t) = (star + 1, ++retry);
            }
            else
            {
                return false;
            }
        }

        return !glob[g..].ContainsAnyExcept((byte)'*');
    }
}
