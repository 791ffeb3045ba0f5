namespace TokenAuthz.Signing.Messages;

/// <summary>A parameter of the query that the token can be in, so that <c>{other_parameters}</c> leaves it out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Locators">
/// The locators of the parameter, a bit each. If the token was read from none of them, the parameter is one like any other.
/// </param>
internal readonly record struct TokenParameter(byte[] Name, uint Locators);
