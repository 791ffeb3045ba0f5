namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>Targets that gateways may read in different ways.</summary>
public static class GatewayTargets
{
    public static TheoryData<string, string> Rows => new()
    {
        { "the root", "/" },
        { "a path", "/a/b" },
        { "a query", "/a?x=1&y=2" },
        { "an escaped query", "/a?x=%20%2F" },
        { "an encoded slash", "/a%2fb" },
        { "an encoded letter", "/%61" },
        { "an empty segment", "//a" },
        { "a dot segment", "/a/../b" },
        { "an encoded dot segment", "/a/%2e%2e/b" },
        { "a path parameter", "/a;x=1" },
    };
}
