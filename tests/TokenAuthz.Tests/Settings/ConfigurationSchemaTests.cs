using System.Text.Json.Nodes;
using Json.Schema;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests.Settings;

/// <summary>
/// The JSON schema of the configuration file is made from the descriptions of the settings, and fits what the service reads.
/// </summary>
public static class ConfigurationSchemaTests
{
    private const string File = "docs/token-authz.schema.json";

    private static readonly JsonSchema Schema = JsonSchema.FromText(Make().ToJsonString());

    [Fact]
    public static void Is_what_the_descriptions_make_it() => GeneratedPage.AssertIs(File, Make());

    public static TheoryData<string> Examples { get; } = [.. Repository.Find("examples", "token-authz.json")];

    [Theory]
    [MemberData(nameof(Examples))]
    public static void Accepts_the_example(string file) => Assert.Equal("", ErrorsIn(Repository.Read(file)));

    [Theory]
    [InlineData("a file that names its schema", """{ "$schema": "x", "TokenAuthz": { "Secret": "a" } }""")]
    [InlineData("a key", """{ "TokenAuthz": { "Keys": [{ "Id": "a", "File": "/a", "NotAfter": "2027-02-01T00:00:00Z" }] } }""")]
    [InlineData("a time", """{ "TokenAuthz": { "DrainTime": "00:00:05" } }""")]
    [InlineData("sections", """{ "TokenAuthz": { "Log": { "Level": "Debug", "DenialsPerSecond": 0 }, "OnAllow": { "KeyId": true } } }""")]
    [InlineData("one text in place of a list", """{ "TokenAuthz": { "Policies": [{ "Name": "a", "Methods": "GET" }] } }""")]
    [InlineData("a status", """{ "TokenAuthz": { "Policies": [{ "Name": "a", "Deny": { "Statuses": { "expired": 410 } } }] } }""")]
    [InlineData("a port", """{ "TokenAuthz": { "Listeners": [{ "Kind": "nginx", "Url": "https://[::1]:1", "Tls": { "Key": "b" } }] } }""")]
    public static void Accepts(string description, string json) => Assert.True(ErrorsIn(json) is "", $"{description}: {ErrorsIn(json)}");

    [Theory]
    [InlineData("another section", """{ "TokenAuth": { "Secret": "a" } }""")]
    [InlineData("an unknown setting", """{ "TokenAuthz": { "Sekret": "a" } }""")]
    [InlineData("an unknown setting of a section", """{ "TokenAuthz": { "Log": { "Levl": "Debug" } } }""")]
    [InlineData("a word that is none of a choice", """{ "TokenAuthz": { "Log": { "Level": "Verbose" } } }""")]
    [InlineData("a number beyond its limit", """{ "TokenAuthz": { "SingleUse": { "MaxTokens": 0 } } }""")]
    [InlineData("a time without colons", """{ "TokenAuthz": { "DrainTime": "10" } }""")]
    [InlineData("an empty text", """{ "TokenAuthz": { "Secret": "" } }""")]
    [InlineData("a name with a space", """{ "TokenAuthz": { "Policies": [{ "Name": "a b" }] } }""")]
    [InlineData("a policy without a name", """{ "TokenAuthz": { "Policies": [{ "Hosts": ["a"] }] } }""")]
    [InlineData("a kind that there is not", """{ "TokenAuthz": { "Listeners": [{ "Kind": "envoy", "Url": "http://*:1" }] } }""")]
    [InlineData("a host that cannot be bound", """{ "TokenAuthz": { "Listeners": [{ "Url": "http://example.com:1" }] } }""")]
    [InlineData("an unknown setting of a scheme", """{ "TokenAuthz": { "Schemes": { "a": { "Presett": "imgix" } } } }""")]
    [InlineData(
        "a status of no deny", """{ "TokenAuthz": { "Policies": [{ "Name": "a", "Deny": { "Statuses": { "expired": 200 } } }] } }""")]
    public static void Rejects(string description, string json)
    {
        Assert.True(ErrorsIn(json) is not "", description);
        Assert.Throws<ConfigurationException>(() => KnownSettings.Load(JsonSettings.Read(json)));
    }

    private static JsonObject Make() => new()
    {
        ["$schema"] = SettingsSchema.Draft,
        ["title"] = "The configuration of TokenAuthz",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = SettingsSchema.Array([WrittenSettings.Root]),
        ["properties"] = new JsonObject
        {
            ["$schema"] = new JsonObject { ["type"] = "string" },
            [WrittenSettings.Root] = new SettingsSchema(name => name).Section(KnownSettings.Tree),
        },
    };

    private static string ErrorsIn(string json)
    {
        var result = Schema.Evaluate(JsonNode.Parse(json), new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid ? "" : string.Join("; ", result.Details.Where(detail => detail.HasErrors)
            .SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}")));
    }
}
