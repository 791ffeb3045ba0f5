using System.Collections.Immutable;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Policies;

/// <summary>An engine with one listener, over settings that a test writes down.</summary>
internal sealed class PolicySamples(params string[] settings)
{
    /// <summary>The only key.</summary>
    public const string Secret = "ours-5d1c-77af-2e60";

    private const string Listener = "listener";

    private readonly DecisionEngine _engine = HostConfiguration.Load(
        new(() => WrittenSettings.Of(["Secret=" + Secret, .. settings]), [], IsDevelopment: false), _ => new OneListener(Listener), TimeProvider.System).Engine;

    public ImmutableArray<Policy> All => _engine.Snapshot.Policies;

    public Policy? Find(TestRequest request) => _engine.Find(Listener, ref request);

    /// <summary>Decides as if the route had named a policy.</summary>
    public Decision DecideBy(string policy, TestRequest request) => _engine.Decide(_engine.Snapshot.Find(Listener, policy), ref request);

    public Decision Decide(TestRequest request) => _engine.Decide(Find(request), ref request);
}
