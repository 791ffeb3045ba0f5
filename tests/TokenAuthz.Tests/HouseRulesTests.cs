using System.Reflection;

namespace TokenAuthz.Tests;

/// <summary>The rules of the source tree that no compiler keeps.</summary>
public static class HouseRulesTests
{
    private static readonly string[] Configuration = ["Microsoft.Extensions.Configuration", "Microsoft.Extensions.Primitives"];

    public static TheoryData<string> Projects { get; } =
        ["TokenAuthz.Signing", "TokenAuthz.Engine", "TokenAuthz.Redis", "TokenAuthz.EnvoyModule", "TokenAuthz"];

    /// <summary>A library, and what it may know beside the platform: assemblies, each by how its name begins.</summary>
    public static TheoryData<string, string[]> Layers { get; } = new()
    {
        { "TokenAuthz.Signing", [] },
        { "TokenAuthz.Engine", ["TokenAuthz.Signing", .. Configuration] },
        { "TokenAuthz.Redis", ["TokenAuthz.Engine", "TokenAuthz.Signing", "StackExchange.Redis"] },
        { "libtoken_authz", ["TokenAuthz.Engine", "TokenAuthz.Signing", .. Configuration] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public static void Has_no_cycle_of_namespaces(string project)
    {
        var cycles = string.Join('\n', NamespaceGraph.Read($"src/{project}").Cycles());

        Assert.True(cycles.Length == 0, cycles);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public static void Knows_only_the_layers_below(string library, string[] others) =>
        Assert.All(Assembly.Load(library).GetReferencedAssemblies(), reference =>
            Assert.Contains(["System.", .. others], begin => reference.Name!.StartsWith(begin, StringComparison.Ordinal)));
}
