using TokenAuthz.Engine.Checks;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Units;

/// <summary>Units cost no allocation.</summary>
public sealed class UnitAllocationTests : IDisposable
{
    private readonly UnitStand _stand = new();

    public void Dispose() => _stand.Dispose();

    [Fact]
    public void Allocates_nothing_to_find_the_policy_of_a_unit()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"unit{i}").ToList();
        _stand.Grant(
            string.Join(
                ',',
                names.Select(
                    name => $$""" "{{name}}": { "Hosts": [ "{{name}}.example.com", "example.com" ], "Paths": [ "/{{name}}" ] } """)),
            """, "Policies": [ { "Name": "closed", "Paths": [ "/internal" ], "Action": "Deny" }, { "Name": "rest" } ]""");
        foreach (var name in names) _stand.Unit(name, $"the-key-of-{name}");
        var engine = _stand.Configuration.Engine;
        var request = new RequestBytes("/unit77/a", Token.Of("/unit77/a", "the-key-of-unit77"));
        Assert.Equal("unit77/default", engine.Begin("edge", null, ref request).Decision.Policy?.Name);

        Assert.Equal(0, Allocations.Of(() => Decide(engine, request)));
    }

    private static void Decide(CheckEngine engine, RequestBytes request)
    {
        for (var i = 0; i < 10_000; i++) _ = engine.Begin("edge", null, ref request);
    }
}
