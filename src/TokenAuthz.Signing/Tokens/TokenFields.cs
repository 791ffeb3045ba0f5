namespace TokenAuthz.Signing.Tokens;

/// <summary>Numbers the fields of a token as a scheme is compiled.</summary>
internal sealed class TokenFields
{
    private readonly List<string> _names = [];

    /// <summary>The names, in the order of their numbers.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The number of a field; -1 when the token has no such field.</summary>
    public int IndexOf(string name) => _names.IndexOf(name);

    /// <summary>Gives a field its number, the same one each time.</summary>
    public int Add(string name)
    {
        if (!_names.Contains(name)) _names.Add(name);
        return _names.IndexOf(name);
    }
}
