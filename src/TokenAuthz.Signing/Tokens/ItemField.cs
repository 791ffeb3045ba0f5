namespace TokenAuthz.Signing.Tokens;

/// <summary>A field that a codec reads.</summary>
/// <param name="Name">The name that the value has in the text; empty where values have none.</param>
/// <param name="Field">The number of the field.</param>
/// <param name="IsRequired">Whether a text without the value is denied.</param>
internal readonly record struct ItemField(byte[] Name, int Field, bool IsRequired);
