using System.Text.Json;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Formats;

/// <summary>Writes the configuration of an example.</summary>
internal static class ExampleConfiguration
{
    /// <summary>Writes it.</summary>
    /// <param name="preset">The preset.</param>
    /// <param name="example">The example.</param>
    /// <param name="key">The key.</param>
    /// <param name="text">The text of the key.</param>
    public static string Write(SchemeDefinition preset, PresetExample example, ExampleKey key, string text)
    {
        var algorithm = key.Algorithm is { } only ? $", \"Algorithm\": \"{only}\"" : "";
        var needsAddress = Scheme.Compile(PresetFile.With(preset, example.Scheme)).NeedsClientAddress;
        var schemes = example.Scheme is { } settings ? $$"""

                "Schemes": { "ours": { "Preset": "{{preset.Name}}", {{OnOneLine(settings)}} } },
            """ : "";
        var listeners = !needsAddress ? "" : $$"""
            ,
                "Listeners": [{ "Url": "http://*:8080", "ClientAddressHeader": "{{ExampleRequest.AddressHeader}}" }]
            """;
        return $$"""
            {
              "TokenAuthz": {
                "Keys": [{ "Id": {{JsonSerializer.Serialize(example.KeyId)}}, "Value": "{{text}}"{{algorithm}} }],{{schemes}}
                "Policies": [{ "Name": "example", "Scheme": "{{(example.Scheme is null ? preset.Name : "ours")}}" }]{{listeners}}
              }
            }
            """;
    }

    private static string OnOneLine(JsonElement settings) =>
        string.Join(", ", settings.EnumerateObject().Select(setting => $"\"{setting.Name}\": {setting.Value.GetRawText()}"));
}
