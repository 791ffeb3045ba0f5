namespace TokenAuthz.Signing.Keys;

/// <summary>A text or a file is no key that can be used. The message says why, and never shows the key.</summary>
public sealed class KeyFormatException(string message, Exception? innerException = null) : Exception(message, innerException);
