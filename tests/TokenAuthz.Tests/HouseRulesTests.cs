using System.Reflection;

namespace TokenAuthz.Tests;

/// <summary>The rules of the source tree that no compiler keeps.</summary>
public static class HouseRulesTests
{
    private const int MaxLines = 250;
    private const int MaxMedian = 60;
    private const int MaxWidth = 140;

    private static readonly (string File, string[] Lines)[] Product = [.. Read("src")];
    private static readonly (string File, string[] Lines)[] All = [.. Product, .. Read("tests")];

    private static readonly string[] Configuration = ["Microsoft.Extensions.Configuration", "Microsoft.Extensions.Primitives"];

    public static TheoryData<string> Projects { get; } =
        ["TokenAuthz.Signing", "TokenAuthz.Engine", "TokenAuthz.Redis", "TokenAuthz.EnvoyModule", "TokenAuthz"];

    /// <summary>A library, and what it may know beside the platform: assemblies, each by how its name begins.</summary>
    public static TheoryData<string, string[]> Layers { get; } = new()
    {
        { "TokenAuthz.Signing", [] },
        { "TokenAuthz.Engine", ["TokenAuthz.Signing", .. Configuration] },
        { "TokenAuthz.Redis", ["TokenAuthz.Engine", "TokenAuthz.Signing", "StackExchange.Redis"] },
        { "libtoken_authz", ["TokenAuthz.Engine", "TokenAuthz.Redis", "TokenAuthz.Signing", .. Configuration] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public static void Has_no_cycle_of_namespaces(string project) => AssertNone(NamespaceGraph.Read($"src/{project}").Cycles());

    [Theory]
    [MemberData(nameof(Layers))]
    public static void Knows_only_the_layers_below(string library, string[] others) =>
        Assert.All(Assembly.Load(library).GetReferencedAssemblies(), reference =>
            Assert.Contains(["System.", .. others], begin => reference.Name!.StartsWith(begin, StringComparison.Ordinal)));

    [Fact]
    public static void Has_no_file_that_is_too_long() =>
        AssertNone(
            All.Where(file => file.Lines.Length > MaxLines).Select(file => $"{file.File}: {file.Lines.Length} lines, at most {MaxLines}"));

    [Fact]
    public static void Has_files_of_one_subject()
    {
        int[] lengths = [.. Product.Select(file => file.Lines.Length).Order()];

        Assert.InRange(lengths[lengths.Length / 2], 1, MaxMedian);
    }

    [Fact]
    public static void Has_no_line_that_is_too_wide() =>
        AssertNone(All.SelectMany(file => file.Lines.Index().Where(line => line.Item.Length > MaxWidth)
            .Select(line => $"{file.File}:{line.Index + 1}: {line.Item.Length} characters, at most {MaxWidth}")));

    private static void AssertNone(IEnumerable<string> faults)
    {
        var list = string.Join('\n', faults);

        Assert.True(list.Length == 0, list);
    }

    private static IEnumerable<(string File, string[] Lines)> Read(string folder) =>
        Repository.Sources(folder).Select(file => (file, Repository.Read(file).TrimEnd('\n').Split('\n')));
}
