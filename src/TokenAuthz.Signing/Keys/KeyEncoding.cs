namespace TokenAuthz.Signing.Keys;

/// <summary>How the bytes of a key are written as text.</summary>
public enum KeyEncoding
{
    /// <summary>The text itself.</summary>
    Text,

    /// <summary>Hex of either case.</summary>
    Hex,

    /// <summary>Base64, with or without padding.</summary>
    Base64,

    /// <summary>Base64 for URLs, with or without padding.</summary>
    Base64Url,
}
