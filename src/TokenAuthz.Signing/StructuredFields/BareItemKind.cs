namespace TokenAuthz.Signing.StructuredFields;

/// <summary>The types of a bare item (RFC 8941, section 3.3).</summary>
internal enum BareItemKind
{
    /// <summary>An integer or a decimal.</summary>
    Number,

    /// <summary>A text in quotes.</summary>
    String,

    /// <summary>A word without quotes.</summary>
    Token,

    /// <summary>Base64 between colons.</summary>
    Bytes,

    /// <summary>True or false.</summary>
    Boolean,
}
