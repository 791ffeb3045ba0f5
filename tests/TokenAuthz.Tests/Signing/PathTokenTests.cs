using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing;

/// <summary>Signing where the token stands before the path: what comes out is the vendor's URL, with the path behind the token.</summary>
public static class PathTokenTests
{
    [Theory]
    [InlineData(
        "thumbor",
        "my-security-key",
        "/300x200/my.server.com/some/path/to/image.jpg",
        "/8ammJH8D-7tXy6kU3lTvoXlhu4o=/300x200/my.server.com/some/path/to/image.jpg")]
    [InlineData("nginx-secure-link-secret", "secret", "/link", "/p/5e814704a28d9bc1914ff19fa0c4a00a/link")]
    [InlineData("nginx-secure-link-secret", "secret", "/link?x=1", "/p/5e814704a28d9bc1914ff19fa0c4a00a/link?x=1")]
    [InlineData("edgeone-c", "DvYmqE81E1F9R791H6lmht", "/foo.jpg", "/6688749e8906a726c12fe1be3aacd016/6694d30a/foo.jpg")]
    public static void Puts_the_token_before_the_path(string preset, string key, string target, string url)
    {
        Assert.True(PresetCatalog.TryFind(preset, out var definition));

        var request = Scheme.Compile(definition)
            .Sign(
                new() { Target = target },
                new Key("a", System.Text.Encoding.ASCII.GetBytes(key)),
                DateTimeOffset.FromUnixTimeSeconds(0x6694d30a));

        Assert.Equal(url, request.Target);
    }
}
