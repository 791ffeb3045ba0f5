namespace TokenAuthz.Signing.StructuredFields;

/// <summary>The types of a bare item (RFC 9651, section 3.3).</summary>
internal enum BareItemKind
{
    /// <summary>A whole number of up to 15 digits: <c>42</c>.</summary>
    Integer,

    /// <summary>A number with up to 12 digits before the point and up to three behind it: <c>4.5</c>.</summary>
    Decimal,

    /// <summary>ASCII in quotes: <c>"text"</c>.</summary>
    String,

    /// <summary>A word without quotes: <c>gzip</c>.</summary>
    Token,

    /// <summary>Base64 between colons: <c>:YQ==:</c>.</summary>
    Bytes,

    /// <summary>True or false: <c>?1</c>, <c>?0</c>.</summary>
    Boolean,

    /// <summary>Seconds since 1970: <c>@1659578233</c>.</summary>
    Date,

    /// <summary>UTF-8 in quotes, percent-encoded: <c>%"f%c3%bc"</c>.</summary>
    DisplayString,
}
