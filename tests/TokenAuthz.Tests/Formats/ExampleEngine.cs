using System.Text;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Settings;

namespace TokenAuthz.Tests.Formats;

/// <summary>The engine with the very configuration of an example, read as the service reads its file, outside of Development.</summary>
internal sealed class ExampleEngine
{
    private readonly DecisionEngine _engine;
    private string _listener = "";

    public ExampleEngine(string json, DateTimeOffset now) => _engine = new(
        new(() => JsonSettings.Read(new MemoryStream(Encoding.UTF8.GetBytes(json))), [], IsDevelopment: false),
        root =>
        {
            var bindings = ServiceSettings.Read(root).BindingsOf(root);
            _listener = bindings[0].Name;
            return bindings;
        },
        new FakeTimeProvider(now));

    public Snapshot Snapshot => _engine.Snapshot;

    public Policy PolicyOf(ExampleRequest request) => _engine.Find(_listener, ref request)!;

    public Decision Decide(ExampleRequest request) => _engine.Decide(_engine.Find(_listener, ref request), ref request);
}
