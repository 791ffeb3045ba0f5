using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.Tests.Commands;

/// <summary>Mistakes that must not start: each ends with 1, a message that says what to set, and no secret shown.</summary>
[Promise(6)]
[Promise(7)]
[Promise(9)]
public static class ServeMistakeTests
{
    private const string Secret = "a-key-of-ours-5d1c";

    private const string GoodKey = $"TokenAuthz:Secret={Secret}";

    public static TheoryData<string, string[], string[]> Settings => new()
    {
        { "no key", [], ["TokenAuthz:Secret: there is no key", "TokenAuthz__Secret"] },
        { "an empty key", ["TokenAuthz:Secret="], ["TokenAuthz:Secret: this is empty"] },
        { "a key that everybody knows", ["TokenAuthz:Secret=ChangeMe"], ["everybody knows", "openssl rand -hex 32", "AllowWeakKeys"] },
        { "the article's key", ["TokenAuthz:Secret=secret"], ["everybody knows", "openssl rand -hex 32", "AllowWeakKeys"] },
        {
            "every key has ended",
            ["TokenAuthz:Keys:0:Id=a", $"TokenAuthz:Keys:0:Value={Secret}", "TokenAuthz:Keys:0:NotAfter=2020-01-01T00:00:00Z"],
            ["every key has ended", "NotAfter"]
        },
        { "a missing key file", ["TokenAuthz:Keys:0:Id=a", "TokenAuthz:Keys:0:File=/nowhere/key"],
            ["TokenAuthz:Keys:0:File: the file cannot be read"] },
        { "a key file that is a folder", ["TokenAuthz:Keys:0:Id=a", "TokenAuthz:Keys:0:File=/"],
            ["TokenAuthz:Keys:0:File = \"/\": the file cannot be read"] },
        { "a typo", [GoodKey, "TokenAuthz:DrianTime=00:00:05"],
            ["TokenAuthz:DrianTime: there is no such setting; did you mean DrainTime?"] },
        { "a typo in a section", [GoodKey, "TokenAuthz:OnAllow:KeyID2=true"],
            ["TokenAuthz:OnAllow:KeyID2: there is no such setting; did you mean KeyId?"] },
        {
            "one port for checks and admin",
            [GoodKey, "TokenAuthz:Listeners:0:Url=http://127.0.0.1:9999", "TokenAuthz:Admin:Url=http://*:9999"],
            ["TokenAuthz:Admin: port 9999 answers checks"]
        },
        {
            "one port for two listeners",
            [GoodKey, "TokenAuthz:Listeners:0:Url=http://*:9999", "TokenAuthz:Listeners:1:Name=b",
                "TokenAuthz:Listeners:1:Url=http://*:9999"],
            ["port 9999 of listener 1 belongs to another"]
        },
        { "two listeners of one name", [GoodKey, "TokenAuthz:Listeners:1:Url=http://*:9999"], ["two listeners have the same Name"] },
        { "not a URL", [GoodKey, "TokenAuthz:Admin:Url=8081"], ["TokenAuthz:Admin:Url = \"8081\": write http://HOST:PORT"] },
        { "a URL with TLS and no certificate", [GoodKey, "TokenAuthz:Admin:Url=https://*:8081"],
            ["TokenAuthz:Admin:Tls: a Url with https:// needs Tls:Certificate and Tls:Key, files in PEM"] },
        { "a URL with a path", [GoodKey, "TokenAuthz:Admin:Url=http://*:8081/metrics"], ["write http://HOST:PORT"] },
        { "an address with a letter wrong", [GoodKey, "TokenAuthz:Admin:Url=http://127.0.0.l:8081"],
            ["TokenAuthz:Admin:Url = \"http://127.0.0.l:8081\": write http://HOST:PORT", "an address of this machine"] },
        { "the name of a machine", [GoodKey, "TokenAuthz:Admin:Url=http://example.com:8081"], ["write http://HOST:PORT"] },
        { "an address of another machine", [GoodKey, "TokenAuthz:Admin:Url=http://192.0.2.1:8081"],
            ["A listener does not open", "TokenAuthz:Listeners:0:Url", "TokenAuthz:Admin:Url"] },
        { "a socket of the file system", [GoodKey, "TokenAuthz:Admin:Url=http://unix:/tmp/admin.sock"], ["write http://HOST:PORT"] },
        { "a port that there is not", [GoodKey, "TokenAuthz:Admin:Url=http://*:65536"], ["write http://HOST:PORT"] },
        { "a listener without a URL", [GoodKey, "TokenAuthz:Listeners:1:Name=b"], ["TokenAuthz:Listeners:1:Url: a listener needs a Url"] },
        { "a kind of listener that there is not", [GoodKey, "TokenAuthz:Listeners:0:Kind=ext-auth"], ["did you mean ext-authz?"] },
        { "a duration in seconds", [GoodKey, "TokenAuthz:DrainTime=10"], ["TokenAuthz:DrainTime = \"10\": write a time as hh:mm:ss"] },
        { "a duration that is too long", [GoodKey, "TokenAuthz:DrainTime=00:10:01"], ["from 00:00:00 to 00:10:00"] },
        { "a log level that there is not", [GoodKey, "TokenAuthz:Log:Level=Info"],
            ["TokenAuthz:Log:Level = \"Info\"", "Debug, Information, Warning, Error"] },
        { "a number that is none", [GoodKey, "TokenAuthz:Log:DenialsPerSecond=-1"], ["write a whole number from 0 to 1000000"] },
        { "a Redis with an option that there is not", [GoodKey, $"TokenAuthz:SingleUse:Redis=redis:6379,pasword={Secret}"],
            ["TokenAuthz:SingleUse:Redis: write HOST:PORT"] },
        { "a Redis without a host", [GoodKey, "TokenAuthz:SingleUse:Redis=ssl=true"], ["TokenAuthz:SingleUse:Redis: write HOST:PORT"] },
        {
            "several mistakes",
            ["TokenAuthz:Sercet=" + Secret, "TokenAuthz:DrainTime=ten", "TokenAuthz:Log:Level=loud"],
            ["(4 errors)", "there is no key", "did you mean Secret?", "TokenAuthz:DrainTime = \"ten\"", "TokenAuthz:Log:Level = \"loud\""]
        },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public static async Task Does_not_start_with_a_mistake_on_the_command_line(string description, string[] settings, string[] says) =>
        AssertRefused(
            description,
            await TokenAuthzProcess.RunAsync(["serve", .. TokenAuthzProcess.AnyPorts, .. settings.Select(setting => "--" + setting)]),
            says);

    [Theory]
    [MemberData(nameof(Settings))]
    public static async Task Does_not_start_with_a_mistake_in_the_environment(string description, string[] settings, string[] says)
    {
        // The bare command serves as well.
        string[] ports = [.. TokenAuthzProcess.AnyPorts.Select(setting => setting[2..])];
        var environment = ports.Concat(settings).Select(setting => setting.Split('=', 2))
            .GroupBy(pair => pair[0].Replace(":", "__", StringComparison.Ordinal), pair => pair[1], StringComparer.Ordinal)
            .ToDictionary(values => values.Key, values => values.Last(), StringComparer.Ordinal);

        AssertRefused(description, await TokenAuthzProcess.RunAsync([], environment), says);
    }

    [Theory]
    [InlineData(
        "a typo",
        $$"""{ "TokenAuthz": { "Sercet": "{{Secret}}" } }""",
        "TokenAuthz:Sercet: there is no such setting; did you mean Secret?")]
    [InlineData(
        "a section where a value belongs",
        $$"""{ "TokenAuthz": { "Secret": { "Value": "{{Secret}}" } } }""",
        "TokenAuthz:Secret: this is a single value, not a section")]
    [InlineData(
        "a value where a list belongs",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}", "Listeners": "http://*:8080" } }""",
        "this is a list: number its entries, as in TokenAuthz:Listeners:0")]
    [InlineData(
        "one setting twice",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}", "secret": "b" } }""",
        "settings.json: the file cannot be read: A duplicate key 'TokenAuthz:secret'")]
    [InlineData(
        "not JSON", $$"""TokenAuthz: { Secret: {{Secret}} }""", "settings.json: the file cannot be read: it is not JSON, see line 1")]
    [InlineData(
        "a key without quotes",
        $"{{ \"TokenAuthz\":\n{{\n\"Secret\": t{Secret}\n}} }}",
        "settings.json: the file cannot be read: it is not JSON, see line 3")]
    [InlineData(
        "JSON that breaks off",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}", """,
        "settings.json: the file cannot be read: it is not JSON, see line 1")]
    [InlineData(
        "half of a surrogate pair",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}\ud800" } }""",
        "settings.json: the file cannot be read: a text in it is none: half of a surrogate pair")]
    [InlineData(
        "half of one in a name",
        $$"""{ "TokenAuthz": { "\ud800": "{{Secret}}" } }""",
        "settings.json: the file cannot be read: a text in it is none")]
    [InlineData(
        "a zero byte in a directory's name",
        $$"""{ "TokenAuthz": { "Keys": [ { "Directory": "a\u0000b" } ] } }""",
        "TokenAuthz:Keys:0:Directory: there is a zero byte in this text")]
    [InlineData(
        "a zero byte in a list",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}", "Policies": [ { "Name": "a", "Hosts": [ "a\u0000b" ] } ] } }""",
        "TokenAuthz:Policies:0:Hosts:0: this is an entry of a list of texts: write a text, without a zero byte")]
    [InlineData(
        "a zero byte in a word",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}", "Log": { "Level": "Debug\u0000" } } }""",
        "TokenAuthz:Log:Level: there is a zero byte in this text")]
    [InlineData(
        "a zero byte in the file of a certificate",
        $$"""{ "TokenAuthz": { "Secret": "{{Secret}}", "Admin": """ +
            """{ "Url": "https://*:1", "Tls": { "Certificate": "a\u0000", "Key": "b" } } } }""",
        "TokenAuthz:Admin:Tls:Certificate: there is a zero byte in this text")]
    [InlineData("a list", "[]", "settings.json: the file cannot be read: Top-level JSON element must be an object")]
    [InlineData(
        "no section",
        $$"""{ "Secret": "{{Secret}}", "Keys": [ { "Id": "a" } ] }""",
        "settings.json: the file cannot be read: it has no section TokenAuthz, which every setting belongs to: put Keys, Secret into it")]
    [InlineData("an empty file", "", "settings.json: the file cannot be read: it is not JSON, see line 1")]
    public static async Task Does_not_start_with_a_mistake_in_the_file(string description, string content, string says)
    {
        using var folder = new TemporaryFolder();
        folder.Write("settings.json", content);

        AssertRefused(
            description,
            await TokenAuthzProcess.RunAsync(["serve", "--config", "settings.json", .. TokenAuthzProcess.AnyPorts], folder: folder),
            [says]);
    }

    [Theory]
    [InlineData("TOKEN_AUTHZ_SECRET")]
    [InlineData("TokenAuthz_Secret")]
    [InlineData("TOKENAUTHZ_SECRET")]
    public static async Task Says_that_a_variable_is_not_read_when_there_is_no_key(string name) =>
        AssertRefused(
            name,
            await TokenAuthzProcess.RunAsync(["serve", .. TokenAuthzProcess.AnyPorts], new Dictionary<string, string> { [name] = Secret }),
            ["there is no key", $"The environment variable {name} is not read: write its name as TokenAuthz__Secret."]);

    [Fact]
    public static async Task Does_not_start_without_the_file_that_the_line_names() =>
        AssertRefused(
            "no such file",
            await TokenAuthzProcess.RunAsync(["serve", "--config", "/nowhere/settings.json", $"--{GoodKey}"]),
            ["/nowhere/settings.json: the file cannot be read"]);

    [Theory]
    [InlineData("a word", "start", "'start' is neither a command nor a setting")]
    [InlineData(
        "a setting outside the section",
        $"--Secret={Secret}",
        "'--Secret' is neither a command nor a setting; a setting is written --TokenAuthz:NAME=VALUE")]
    [InlineData("a setting without dashes", GoodKey, "'TokenAuthz:Secret' is neither a command nor a setting")]
    [InlineData("a setting without a value", "--TokenAuthz:Secret", "'--TokenAuthz:Secret' is neither a command nor a setting")]
    public static async Task Does_not_start_with_a_stray_word_on_the_line(string description, string word, string says) =>
        AssertRefused(description, await TokenAuthzProcess.RunAsync([word, .. TokenAuthzProcess.AnyPorts]), [says]);

    [Theory]
    [InlineData(
        "the secret",
        "--TokenAuthz:secret",
        "--TokenAuthz:secret: every user of this machine can read the command line; set the environment variable TokenAuthz__secret,")]
    [InlineData("in other case", "--tokenauthz:SECRET", "set the environment variable tokenauthz__SECRET,")]
    [InlineData("a key", "--TokenAuthz:keys:0:Value", "set the environment variable TokenAuthz__keys__0__Value,")]
    [InlineData("a salt", "--TokenAuthz:schemes:ours:Salt", "set the environment variable TokenAuthz__schemes__ours__Salt,")]
    [InlineData(
        "a Redis with a password",
        "--TokenAuthz:singleUse:Redis=redis:6379,password",
        "set the environment variable TokenAuthz__singleUse__Redis,")]
    public static async Task Does_not_start_with_a_secret_on_the_command_line(string description, string setting, string says) =>
        AssertRefused(
            description,
            await TokenAuthzProcess.RunAsync(["serve", .. TokenAuthzProcess.AnyPorts, $"{setting}={Secret}"]),
            [says, "or write it in the file of --config"]);

    [Theory]
    [InlineData("of checks", "Listeners:0:Url")]
    [InlineData("of admin", "Admin:Url")]
    public static async Task Does_not_start_on_a_port_in_use(string description, string setting)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        AssertRefused(
            description,
            await TokenAuthzProcess.RunAsync(["serve", .. TokenAuthzProcess.AnyPorts, $"--{GoodKey}", $"--TokenAuthz:{setting}={url}"]),
            [$"{url}: address already in use", "TokenAuthz:Listeners:0:Url", "TokenAuthz:Admin:Url"]);
    }

    private static void AssertRefused(string description, CommandResult result, string[] says)
    {
        Expect.Equal(1, result.ExitCode, $"{description}: {result}");
        var reasons = result.ReadReasons();
        Assert.All(says, part => Assert.Contains(part, reasons, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, result.Output + result.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("changeme", result.Output + result.Error, StringComparison.OrdinalIgnoreCase);
    }
}
