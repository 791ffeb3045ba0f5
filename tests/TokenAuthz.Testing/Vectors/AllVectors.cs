using System.Collections.Immutable;
using System.Text.Json;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>
/// The vectors of the presets' files, those of tests/vectors, and those of the files that <c>TOKEN_AUTHZ_VECTORS</c> lists,
/// separated by colons. A file has one of three forms: see <see cref="PublishedVector"/>, <see cref="FormatVector"/> and
/// <see cref="ProviderVector"/>.
/// </summary>
public static class AllVectors
{
    private const string FilesVariable = "TOKEN_AUTHZ_VECTORS";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The vectors.</summary>
    public static ImmutableArray<Vector> List { get; } =
    [
        .. PresetFile.All.SelectMany(file => file.Vectors.SelectMany(vector => vector.AllOf(file))),
        .. Files.SelectMany(Read),
    ];

    private static IEnumerable<string> Files =>
    [
        .. Repository.Find("tests/vectors", "*.json").Select(Repository.PathOf),
        .. (Environment.GetEnvironmentVariable(FilesVariable) ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
    ];

    /// <summary>The rows of a test of some or all vectors: the index of each, because their keys and messages are long.</summary>
    public static TheoryData<int, string> Rows(Func<Vector, bool>? filter = null)
    {
        var rows = new TheoryData<int, string>();
        foreach (var (index, vector) in List.Index().Where(entry => filter?.Invoke(entry.Item) ?? true)) rows.Add(index, vector.ToString());
        return rows;
    }

    private static IEnumerable<Vector> Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        return [.. json.RootElement.EnumerateArray().Select(Read)];
    }

    private static Vector Read(JsonElement json)
    {
        if (json.TryGetProperty("format", out _)) return json.Deserialize<FormatVector>(Json)!.ToVector();
        return json.TryGetProperty("provider", out _)
            ? json.Deserialize<ProviderVector>(Json)!.ToVector()
            : json.Deserialize<PublishedVector>(Json)!.ToVector();
    }
}
