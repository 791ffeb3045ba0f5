namespace TokenAuthz.Signing.Messages;

/// <summary>A parameter that the token is in, and that <c>{other_parameters}</c> therefore leaves out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Locators">The locators, a bit each, of which one has to be in use: otherwise it is a parameter like any other.</param>
internal readonly record struct TokenParameter(byte[] Name, uint Locators);
