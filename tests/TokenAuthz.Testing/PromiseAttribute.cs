using System.Globalization;
using Xunit.v3;

namespace TokenAuthz.Testing;

/// <summary>Names a promise of SECURITY.md that a test holds: the test fails when the promise is broken.</summary>
/// <param name="number">The promise's number there.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PromiseAttribute(int number) : Attribute, ITraitAttribute
{
    public int Number => number;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Promise", Number.ToString(CultureInfo.InvariantCulture))];
}
