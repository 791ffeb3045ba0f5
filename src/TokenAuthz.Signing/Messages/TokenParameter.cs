using System.Collections.Immutable;

namespace TokenAuthz.Signing.Messages;

/// <summary>A parameter of the query that the token can be in, so that <c>{other_parameters}</c> leaves it out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Locators">
/// The locators of the parameter, a bit each. If the token was read from none of them, the parameter is one like any other.
/// </param>
internal readonly record struct TokenParameter(byte[] Name, uint Locators)
{
    /// <summary>Whether a parameter holds a part of the token that a request has.</summary>
    /// <param name="parameters">The parameters that a token can be in.</param>
    /// <param name="used">The locators that the token was read from, a bit each.</param>
    /// <param name="name">The parameter's name.</param>
    public static bool IsAmong(ImmutableArray<TokenParameter> parameters, uint used, ReadOnlySpan<byte> name)
    {
        foreach (var candidate in parameters.AsSpan())
        {
            if ((candidate.Locators & used) != 0 && name.SequenceEqual(candidate.Name)) return true;
        }

        return false;
    }
}
