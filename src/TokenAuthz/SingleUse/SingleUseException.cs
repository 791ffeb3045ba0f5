namespace TokenAuthz.SingleUse;

/// <summary>It cannot be told whether a token was used.</summary>
internal sealed class SingleUseException(string message, Exception? inner = null) : Exception(message, inner);
