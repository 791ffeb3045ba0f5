using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Testing;

/// <summary>A host with one listener, which every policy can decide on.</summary>
internal sealed record OneListener(string Name, bool CanAnswer = true) : IHostSettings
{
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) =>
        [new(Name, [], KnowsClientAddress: true, HasBody: true, CanAnswer, root)];
}
