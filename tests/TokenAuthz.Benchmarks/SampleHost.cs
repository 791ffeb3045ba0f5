using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Benchmarks;

/// <summary>A host with one listener and no settings of its own.</summary>
internal sealed class SampleHost : IHostSettings
{
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) =>
        [new(SampleConfiguration.Listener, [], KnowsClientAddress: false, HasBody: false, CanAnswer: true, root)];
}
