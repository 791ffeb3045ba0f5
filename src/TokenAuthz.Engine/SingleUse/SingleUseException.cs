namespace TokenAuthz.Engine.SingleUse;

/// <summary>It cannot be told whether a token was used; the request has to be denied.</summary>
/// <param name="message">Why, and what to set.</param>
/// <param name="inner">What went wrong, if anything did.</param>
public sealed class SingleUseException(string message, Exception? inner = null) : Exception(message, inner);
