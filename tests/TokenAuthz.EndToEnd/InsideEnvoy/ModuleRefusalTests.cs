using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Envoy does not start with a configuration that does not load, and logs what to do.</summary>
[Promise(9)]
[Promise(10)]
public sealed class ModuleRefusalTests
{
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "nothing", "", "TokenAuthz:Secret: there is no key" },
        { "not JSON", "{", "it is not JSON, see line 1" },
        { "a file that is not there", "/nowhere/token-authz.json", "the file cannot be read" },
        { "a key that everybody knows", """{"TokenAuthz": {"Secret": "secret"}}""", "this key is one that everybody knows" },
        { "a typo", """{"TokenAuthz": {"Sekret": "x"}}""", "did you mean Secret?" },
        {
            "a typo beside the service's own settings",
            """{"TokenAuthz": {"Secret": "a-key-of-ours-5d1c", "Admin": """ +
                """{"Url": "http://*:8081"}, "Log": {"Level": "Debug", "Denials": 1}}}""",
            "TokenAuthz:Log:Denials: there is no such setting"
        },
        { "a key file that is not there", """{"TokenAuthz": {"Keys": [{"Id": "a", "File": "/nowhere/key"}]}}""", "TokenAuthz:Keys:0:File" },
        {
            "a scheme that is none",
            """{"TokenAuthz": {"Secret": "a-key-of-ours-5d1c", "Policies": [{"Name": "a", "Scheme": "hmac-v2"}]}}""",
            "did you mean hmac-v1?"
        },
        { "a Redis without a host", """{"TokenAuthz": {"Secret": "a-key-of-ours-5d1c", "SingleUse": {"Redis": "ssl=true"}}}""",
            "TokenAuthz:SingleUse:Redis: write HOST:PORT" },
    };

    public static TheoryData<string, string, string> RouteMistakes => new()
    {
        { "nothing", "{}", "a route names a Policy, or sets Check to false" },
        { "both", """{"TokenAuthz": {"Policy": "a", "Check": false}}""", "a route names a Policy, or sets Check to false" },
        { "a typo", """{"TokenAuthz": {"Polici": "a"}}""", "did you mean Policy?" },
        { "not JSON", "no", "it is not JSON" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Refuses_to_start_with(string description, string configuration, string message)
    {
        Programs.Require(ModuleLibrary.Needed);
        await AssertRefusedAsync(description, EnvoyFile.ReadModule().With("value: token-authz.json", $"value: '{configuration}'"), message);
    }

    [Theory]
    [MemberData(nameof(RouteMistakes))]
    public async Task Refuses_to_start_with_a_route_of(string description, string configuration, string message)
    {
        Programs.Require(ModuleLibrary.Needed);
        await AssertRefusedAsync(description, EnvoyFile.ReadModule().Checking([]).WithModuleRoute("prefix: /", configuration), message);
    }

    /// <summary>Without OpenSSL, .NET's cryptography would end Envoy when it is first used.</summary>
    [Fact]
    public async Task Refuses_an_Envoy_without_OpenSSL()
    {
        Programs.Require(ModuleLibrary.Needed);
        using var folder = new TemporaryFolder();
        await Compiler.BuildAsync(folder["no-openssl.so"], "tests/TokenAuthz.EndToEnd/InsideEnvoy/no-openssl.c");
        var file = EnvoyFile.ReadModule().With("value: token-authz.json", """value: '{"TokenAuthz": {"Secret": "a-key-of-ours-5d1c"}}'""");

        var (exitCode, output) = await ModuleLibrary.RunAsync(
            file, TestContext.Current.CancellationToken, ("LD_PRELOAD", folder["no-openssl.so"]));

        Expect.Equal(1, exitCode, output);
        Assert.Contains("token_authz: OpenSSL 3 is missing, libcrypto.so.3 cannot be loaded: install it", output, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(string description, EnvoyFile file, string message)
    {
        var (exitCode, output) = await ModuleLibrary.RunAsync(file, TestContext.Current.CancellationToken);

        Assert.True(exitCode != 0, description);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Contains(" is refused: ", output, StringComparison.Ordinal);
    }
}
