using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>The parts of an Azure storage SAS that depend on its kind and its version.</summary>
public static class AzurePartsTests
{
    private static readonly SchemeDefinition Ours = new()
    {
        Name = "ours",
        Token =
        [
            "header:sig={sig}", "header:sv={sv}", "header:sr={sr}", "header:sdd={sdd}", "header:snapshot={snapshot}", "header:ses={ses}",
        ],
        Message = "{azure_path}\n{azure_snapshot}\n{sdd}\n{sr}\n{sv}\n{azure_scope}",
    };

    [Theory]
    [InlineData("a blob", "/c/dir%20a/f", "b", "0", "2022-11-02", "/c/dir a/f\n\n0\nb\n2022-11-02\nscope\n")]
    [InlineData("a snapshot", "/c/f", "bs", "0", "2022-11-02", "/c/f\nsnapshot\n0\nbs\n2022-11-02\nscope\n")]
    [InlineData("a container", "/c/a/f", "c", "0", "2022-11-02", "/c\n\n0\nc\n2022-11-02\nscope\n")]
    [InlineData("a container itself", "/c", "c", "0", "2022-11-02", "/c\n\n0\nc\n2022-11-02\nscope\n")]
    [InlineData("a directory", "/c/a/b%20c/f", "d", "2", "2022-11-02", "/c/a/b c\n\n2\nd\n2022-11-02\nscope\n")]
    [InlineData("a directory itself", "/c/a", "d", "1", "2022-11-02", "/c/a\n\n1\nd\n2022-11-02\nscope\n")]
    [InlineData("the root as a directory", "/c/f", "d", "0", "2022-11-02", "/c\n\n0\nd\n2022-11-02\nscope\n")]
    [InlineData("a path above the directory", "/c/a", "d", "2", "2022-11-02", null)]
    [InlineData("a path that ends at the directory's slash", "/c/a/", "d", "2", "2022-11-02", null)]
    [InlineData("out of the directory", "/c/a/../b", "d", "1", "2022-11-02", null)]
    [InlineData("out of the container", "/c/../d", "c", "0", "2022-11-02", null)]
    [InlineData("an encoded slash", "/c/a%2fb", "b", "0", "2022-11-02", null)]
    [InlineData("no path", "/", "c", "0", "2022-11-02", null)]
    [InlineData("a depth below zero", "/c/a", "d", "-1", "2022-11-02", null)]
    [InlineData("a depth that is no number", "/c/a", "d", "1x", "2022-11-02", null)]
    [InlineData("another kind", "/c/a", "f", "0", "2022-11-02", null)]
    [InlineData("a version before encryption scopes", "/c/f", "b", "0", "2020-10-02", "/c/f\n\n0\nb\n2020-10-02\n")]
    [InlineData("the version of encryption scopes", "/c/f", "b", "0", "2020-12-06", "/c/f\n\n0\nb\n2020-12-06\nscope\n")]
    [InlineData("a version that is no date", "/c/f", "b", "0", "2", null)]
    public static void Depend_on_kind_and_version(string description, string target, string sr, string sdd, string sv, string? expected)
    {
        var request = new TestRequest(target)
        {
            Headers = [new("sig", "0"), new("sv", sv), new("sr", sr), new("sdd", sdd), new("snapshot", "snapshot"), new("ses", "scope")],
        };

        Expect.Equal(expected, SignedText.Of(Ours, request).SingleOrDefault(), description);
    }
}
