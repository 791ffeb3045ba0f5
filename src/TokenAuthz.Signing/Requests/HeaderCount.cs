namespace TokenAuthz.Signing.Requests;

/// <summary>How many lines of one header a request has. Several are never joined: which of them counts is not for us to guess.</summary>
public enum HeaderCount
{
    /// <summary>The header is absent.</summary>
    None,

    /// <summary>The header is there once, with a value that may be empty.</summary>
    One,

    /// <summary>The header is there more than once.</summary>
    Several,
}
