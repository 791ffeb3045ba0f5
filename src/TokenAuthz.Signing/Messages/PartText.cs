namespace TokenAuthz.Signing.Messages;

/// <summary>Where the text of a part stands in memory, so that it goes into the message, or through its filters, without a copy.</summary>
internal enum PartText
{
    /// <summary>Nowhere: it is made for each request.</summary>
    Made,

    /// <summary>In the template.</summary>
    Literal,

    /// <summary>In a field of the token.</summary>
    Field,

    /// <summary>In a header of the request.</summary>
    Header,

    /// <summary>In a parameter of the query.</summary>
    Parameter,

    Key,

    Salt,

    Method,

    Host,

    /// <summary>The scheme of the URL.</summary>
    UrlScheme,

    Path,

    Target,

    SignedTarget,

    Query,

    Body,
}
