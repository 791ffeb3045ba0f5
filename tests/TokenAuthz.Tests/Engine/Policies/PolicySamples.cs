using System.Collections.Immutable;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Hosts;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>An engine with one listener, over settings that a test writes down.</summary>
internal sealed class PolicySamples(params string[] settings)
{
    private const string Listener = "listener";

    private readonly DecisionEngine _engine = HostConfiguration.Load(
        new(() => WrittenSettings.Of(["Secret=ours", .. settings]), [], IsDevelopment: false), _ => new OneListener(Listener), TimeProvider.System).Engine;

    public ImmutableArray<Policy> All => _engine.Snapshot.Policies;

    public Policy? Find(TestRequest request) => _engine.Find(Listener, ref request);

    public Decision Decide(TestRequest request) => _engine.Decide(Find(request), ref request);
}
