using System.Collections.Immutable;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosts;

namespace TokenAuthz.Tests.Engine;

/// <summary>A host with one listener, which every policy can decide on.</summary>
internal sealed record OneListener(string Name) : IHostSettings
{
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) => [new(Name, [], TellsClientAddress: true, TellsBody: true, root)];
}
