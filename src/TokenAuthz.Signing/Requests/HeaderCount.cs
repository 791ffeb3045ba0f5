namespace TokenAuthz.Signing.Requests;

/// <summary>
/// How many lines of one header a request has. Several deny, because an upstream might go by another one, unless a format joins them.
/// </summary>
public enum HeaderCount
{
    /// <summary>The header is absent.</summary>
    None,

    /// <summary>The request has the header once, with a value that may be empty.</summary>
    One,

    /// <summary>The request has the header more than once.</summary>
    Several,
}
