namespace TokenAuthz.Signing.Tokens;

/// <summary>Numbers the fields of a token, and knows the names that have a meaning of their own.</summary>
internal sealed class FieldNames
{
    /// <summary>The signature.</summary>
    public const string Signature = "sig";

    /// <summary>The id of the key that signed.</summary>
    public const string KeyId = "kid";

    /// <summary>When the token was made; it lives for the scheme's ttl.</summary>
    public const string Issued = "issued";

    /// <summary>The last instant at which the token holds.</summary>
    public const string Expires = "expires";

    /// <summary>The first instant at which the token holds.</summary>
    public const string NotBefore = "not_before";

    /// <summary>The path that remains behind a token in the path, with its leading slash.</summary>
    public const string Path = "path";

    /// <summary>Globs that the path has to match one of, separated by an exclamation mark.</summary>
    public const string Acl = "acl";

    /// <summary>What the path or the URL has to begin with.</summary>
    public const string Prefix = "prefix";

    /// <summary>The client's address in its usual notation.</summary>
    public const string Address = "address";

    /// <summary>There when the message binds the client's address.</summary>
    public const string AddressBound = "address_bound";

    /// <summary>Restricts the token in a way that no scheme can judge, such as a list of countries: a token that has it opens nothing.</summary>
    public const string Restriction = "restriction";

    /// <summary>The components that an RFC 9421 signature covers.</summary>
    public const string Components = "components";

    /// <summary>The parameters of an RFC 9421 signature, or of a token in the path.</summary>
    public const string Parameters = "parameters";

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
