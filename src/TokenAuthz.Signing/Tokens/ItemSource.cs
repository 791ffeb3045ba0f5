namespace TokenAuthz.Signing.Tokens;

/// <summary>The text that an entry of <c>Items</c> reads fields from.</summary>
internal enum ItemSource
{
    /// <summary>A field of the token.</summary>
    Field,

    /// <summary>The query, as on the wire.</summary>
    Query,

    /// <summary>The body.</summary>
    Body,
}
