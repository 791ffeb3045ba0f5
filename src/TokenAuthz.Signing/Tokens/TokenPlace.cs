namespace TokenAuthz.Signing.Tokens;

/// <summary>The place of a request that a part of a token is in. Templates spell it in lower case: <c>header:</c>.</summary>
internal enum TokenPlace
{
    Header,
    Query,
    Cookie,
    Path,
}
