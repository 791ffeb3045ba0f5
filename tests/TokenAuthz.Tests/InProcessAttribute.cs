using Xunit.v3;

namespace TokenAuthz.Tests;

/// <summary>A test that looks into the running service or replaces a part
/// of it: left out when the service is a program of its own.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class InProcessAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Process", "own")];
}
