using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests.Formats;

/// <summary>The engine with the configuration of an example, which is read as the service reads its file in production.</summary>
internal sealed class ExampleEngine
{
    private readonly CheckEngine _engine;
    private readonly string _listener;

    public ExampleEngine(string json, DateTimeOffset now)
    {
        var configuration = HostConfiguration.Load(
            new(() => JsonSettings.Read(json), [], IsDevelopment: false) { IsServed = false },
            ServiceSettings.Read,
            new FakeTimeProvider(now));
        (_engine, _listener) = (configuration.Engine, configuration.Settings.Listeners[0].Name);
    }

    public Snapshot Snapshot => _engine.Snapshot;

    public Policy PolicyOf(ExampleRequest request) => Snapshot.Match(_listener, ref request)!;

    public Decision Decide(ExampleRequest request) => _engine.Decide(_listener, request);
}
