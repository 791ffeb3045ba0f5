namespace TokenAuthz.Signing.Messages;

/// <summary>What a signing string has for a header that a token lists and its request does not have.</summary>
internal enum AbsentHeader
{
    /// <summary>Nothing: the request is denied.</summary>
    Denied,

    /// <summary>A line with the name and no value.</summary>
    Empty,

    /// <summary>No line.</summary>
    LeftOut,
}
