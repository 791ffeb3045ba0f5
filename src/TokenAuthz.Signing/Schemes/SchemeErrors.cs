namespace TokenAuthz.Signing.Schemes;

/// <summary>Turns a condition that fails, and text that does not parse, into the error of a setting.</summary>
internal static class SchemeErrors
{
    /// <summary>Throws unless a condition holds.</summary>
    /// <exception cref="SchemeException">The condition does not hold.</exception>
    public static void Require(bool condition, string setting, string message)
    {
        if (!condition) throw new SchemeException(setting, message);
    }

    /// <summary>Checks the text of a setting.</summary>
    /// <exception cref="SchemeException">The text is wrong.</exception>
    public static void Parse(string setting, Action check) => _ = Parse(setting, () =>
    {
        check();
        return true;
    });

    /// <summary>Parses the text of a setting.</summary>
    /// <exception cref="SchemeException">The text does not parse.</exception>
    public static T Parse<T>(string setting, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SchemeException(setting, e.Message);
        }
    }
}
