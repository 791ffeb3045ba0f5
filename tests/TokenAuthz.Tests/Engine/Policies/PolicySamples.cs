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

    /// <summary>The listener's name.</summary>
    public const string Listener = "listener";

    public CheckEngine Engine { get; } = HostConfiguration.Load(
        new(() => WrittenSettings.Of(["Secret=" + Secret, .. settings]), [], IsDevelopment: false),
        _ => new OneListener(Listener),
        TimeProvider.System).Engine;

    public ImmutableArray<Policy> All => Engine.Snapshot.Policies;

    public Policy? Find(TestRequest request) => Engine.Snapshot.Match(Listener, ref request);

    /// <summary>Decides as if the route had named a policy.</summary>
    public Decision DecideBy(string policy, TestRequest request) => Engine.Decide(Listener, request, policy);

    public Decision Decide(TestRequest request) => Engine.Decide(Listener, request);
}
