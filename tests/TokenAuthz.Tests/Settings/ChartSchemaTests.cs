using System.Globalization;
using System.Text.Json.Nodes;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Settings;

/// <summary>
/// The chart's schema is made from <c>values.yaml</c> and, where that names a setting of the service, from the setting's description.
/// </summary>
public static class ChartSchemaTests
{
    private const string Values = "charts/token-authz/values.yaml";
    private const string File = "charts/token-authz/values.schema.json";

    private static readonly SettingsSchema Settings = new(JsonName);

    [Fact]
    public static void Is_what_the_values_and_the_descriptions_make_it()
    {
        var root = ValuesFile.Parse(Repository.Read(Values));
        var schema = new JsonObject { ["$schema"] = SettingsSchema.Draft, ["title"] = "token-authz" };
        Merge(schema, Section(root));
        Merge(schema, root.Schema);

        GeneratedPage.AssertIs(File, schema);
    }

    private static JsonObject Section(ValuesFile section) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject(section.Children.Select(child => KeyValuePair.Create(child.Name, (JsonNode?)Value(child)))),
    };

    private static JsonObject Value(ValuesFile value)
    {
        var schema = new JsonObject();
        if (value.Description.Length > 0) schema["description"] = value.Description;
        var own = Resolve(value.Schema);
        if (value.Children.Length > 0) Merge(schema, Section(value));
        else if (!own.AsObject().Any(property => property.Key is "type" or "enum" or "oneOf" or "$ref")) schema["type"] = value.Type;
        foreach (var (name, part) in own.AsObject().Where(property => !schema.ContainsKey(property.Key))) schema[name] = part?.DeepClone();
        return schema;
    }

    // Puts the schemas of settings in their places.
    private static JsonNode Resolve(JsonNode node) => node switch
    {
        JsonObject { Count: 1 } one when one["$setting"] is { } path => Settings.Of(Find((string)path!)),
        JsonObject { Count: 1 } one when one["$seconds"] is { } path => Seconds(Find((string)path!).Setting!),
        JsonObject all => new JsonObject(all.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)Resolve(property.Value!)))),
        _ => node.DeepClone(),
    };

    private static SettingsTree Find(string path) => path.Split(':').Aggregate(
        KnownSettings.Tree,
        (tree, name) => tree.Find(name) ?? throw new InvalidOperationException($"{Values}: there is no setting {path}."));

    private static JsonObject Seconds(Setting duration) => new()
    {
        ["type"] = "integer",
        ["minimum"] = (int)Math.Ceiling(TimeSpan.Parse(duration.Limits!.Value.Min, CultureInfo.InvariantCulture).TotalSeconds),
        ["maximum"] = (int)TimeSpan.Parse(duration.Limits.Value.Max, CultureInfo.InvariantCulture).TotalSeconds,
    };

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (into[name] is JsonObject both && value is JsonObject added) Merge(both, added);
            else into[name] = value?.DeepClone();
        }
    }

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
