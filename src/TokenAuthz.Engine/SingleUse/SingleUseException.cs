namespace TokenAuthz.Engine.SingleUse;

/// <summary>A store cannot tell whether a token was used; the request has to be denied.</summary>
/// <param name="message">The cause, and the setting to look at.</param>
/// <param name="inner">The failure of the store, if there is one.</param>
public sealed class SingleUseException(string message, Exception? inner = null) : Exception(message, inner);
