using System.Text.Json;

namespace TokenAuthz.Tests.Formats;

/// <summary>Writes the configuration of an example.</summary>
internal static class ExampleConfiguration
{
    /// <summary>Writes it.</summary>
    /// <param name="preset">The name of the preset.</param>
    /// <param name="example">The example.</param>
    /// <param name="key">The text of the key.</param>
    public static string Write(string preset, PresetExample example, string key)
    {
        var schemes = example.Scheme is { } settings ? $$"""

                "Schemes": { "ours": { "Preset": "{{preset}}", {{OnOneLine(settings)}} } },
            """ : "";
        var listeners = example.ClientAddress is null ? "" : $$"""
            ,
                "Listeners": [{ "Url": "http://*:8080", "ClientAddressHeader": "{{ExampleRequest.AddressHeader}}" }]
            """;
        return $$"""
            {
              "TokenAuthz": {
                "Keys": [{ "Id": {{JsonSerializer.Serialize(example.KeyId)}}, "Value": "{{key}}" }],{{schemes}}
                "Policies": [{ "Name": "example", "Scheme": "{{(example.Scheme is null ? preset : "ours")}}" }]{{listeners}}
              }
            }
            """;
    }

    private static string OnOneLine(JsonElement settings) =>
        string.Join(", ", settings.EnumerateObject().Select(setting => $"\"{setting.Name}\": {setting.Value.GetRawText()}"));
}
