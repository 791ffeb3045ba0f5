namespace TokenAuthz.Signing.Filters;

/// <summary>
/// The difference between two texts for which a filter has the same result, so that a signature does not tell one from the other.
/// </summary>
internal enum FilterLoss
{
    /// <summary>None: different texts have different results.</summary>
    None,

    /// <summary>The spelling: both texts mean the same by the format, as <c>/a/./b</c> and <c>/a/b</c> do.</summary>
    Spelling,

    /// <summary>The content: what is signed is not the text.</summary>
    Content,
}
