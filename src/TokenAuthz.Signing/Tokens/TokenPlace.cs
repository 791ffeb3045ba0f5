namespace TokenAuthz.Signing.Tokens;

/// <summary>Where in a request a part of a token is.</summary>
internal enum TokenPlace
{
    Header,
    Query,
    Cookie,
    Path,
}
