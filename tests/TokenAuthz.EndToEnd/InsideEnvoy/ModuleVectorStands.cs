using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Stands with the check inside, whose routes name the policies.</summary>
public sealed class ModuleVectorStands : VectorStands
{
    public ModuleVectorStands()
        : base(Way.Inside)
    {
    }

    private protected override StandOptions OptionsOf(ImmutableArray<string> matches, ImmutableArray<string> settings) => new(Way, settings)
    {
        Configure = file => matches.Index().Aggregate(file, (file, route) => file.WithModuleRoute(route.Item, Settings(route.Index))),
    };

    private static string Settings(int index) => $$$"""{"TokenAuthz": {"Policy": "{{{PolicyOf(index)}}}"}}""";
}
