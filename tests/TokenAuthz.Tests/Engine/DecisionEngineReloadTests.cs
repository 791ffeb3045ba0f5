using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tests.Service;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine;

/// <summary>What changes on the disk takes effect when it loads, and not at all when it does not.</summary>
public sealed class DecisionEngineReloadTests : IDisposable
{
    private const string Listener = "listener";

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Does_nothing_while_no_file_changes()
    {
        var engine = StartWithFile("first");
        var snapshot = engine.Snapshot;

        Assert.Equal(default, engine.ReloadIfChanged());
        Assert.Same(snapshot, engine.Snapshot);
    }

    [Fact]
    public void Decides_by_the_new_key_once_its_file_has_changed()
    {
        var engine = StartWithFile("first");
        Assert.Equal((true, false), (IsAllowed(engine, "first"), IsAllowed(engine, "second")));

        _folder.Write("key", "second");
        Assert.True(IsAllowed(engine, "first"), "a change takes effect when it is looked for, not before");
        var outcome = engine.ReloadIfChanged();

        Assert.Null(outcome.Failure);
        Assert.Same(engine.Snapshot, outcome.Snapshot);
        Assert.Equal((false, true), (IsAllowed(engine, "first"), IsAllowed(engine, "second")));
        Assert.Equal(default, engine.ReloadIfChanged());
    }

    [Fact]
    public void Decides_by_the_keys_of_the_changed_configuration_file()
    {
        var engine = StartWithFile("first");
        _folder.Write("other", "third");

        WriteSettings($$"""{ "TokenAuthz": { "Secret": "second", "Keys": [ { "Id": "b", "File": "{{_folder["other"]}}" } ] } }""");
        Assert.NotNull(engine.ReloadIfChanged().Snapshot);
        Assert.Equal((false, true, true), (IsAllowed(engine, "first"), IsAllowed(engine, "second"), IsAllowed(engine, "third")));

        // The file that came with it is watched from then on.
        _folder.Write("other", "fourth");
        Assert.NotNull(engine.ReloadIfChanged().Snapshot);
        Assert.Equal((false, true), (IsAllowed(engine, "third"), IsAllowed(engine, "fourth")));
    }

    public static TheoryData<string, string, string?, string> Broken => new()
    {
        { "a key file that became empty", "key", "", "the file is empty" },
        { "a key file that vanished", "key", null, "the file cannot be read" },
        { "a configuration that is not JSON", "settings.json", "{", "the file cannot be read" },
        { "a configuration with a typo", "settings.json", """{ "TokenAuthz": { "Sercet": "second" } }""", "did you mean Secret?" },
        { "a configuration without a key", "settings.json", "{}", "there is no key" },
        { "a configuration that vanished", "settings.json", null, "the file cannot be read" },
        { "a host's setting that does not load", "settings.json", """{ "TokenAuthz": { "Secret": "second", "Colour": "grey" } }""", "write one of red, blue" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Keeps_the_last_good_one_when_the_changed_one_does_not_load(string description, string file, string? content, string says)
    {
        var engine = StartWithFile("first");
        var settings = File.ReadAllText(_folder["settings.json"]);
        var snapshot = engine.Snapshot;

        if (content is null) File.Delete(_folder[file]);
        else _folder.Write(file, content);
        var outcome = engine.ReloadIfChanged();

        Assert.True(outcome.Snapshot is null && outcome.Failure is not null, description);
        Assert.Contains(says, outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Same(snapshot, engine.Snapshot);
        Assert.Equal((true, false), (IsAllowed(engine, "first"), IsAllowed(engine, "second")));
        Assert.Equal(default, engine.ReloadIfChanged()); // reported once

        _folder.Write("key", "second");
        WriteSettings(settings);
        Assert.NotNull(engine.ReloadIfChanged().Snapshot);
        Assert.Equal((false, true), (IsAllowed(engine, "first"), IsAllowed(engine, "second")));
    }

    [Fact]
    public void Reports_anew_when_one_mistake_becomes_another()
    {
        var engine = StartWithFile("first");

        _folder.Write("key", "");
        Assert.Contains("the file is empty", engine.ReloadIfChanged().Failure!.Message, StringComparison.Ordinal);
        _folder.Write("key", "changeme");
        Assert.Contains("everybody knows", engine.ReloadIfChanged().Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_key_that_has_ended_only_when_something_changes()
    {
        WriteSettings("""{ "TokenAuthz": { "Keys": [ { "Id": "a", "Value": "first", "NotAfter": "2026-11-23T12:30:00Z" } ] } }""");
        var engine = Start();

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(default, engine.ReloadIfChanged());
        Assert.False(IsAllowed(engine, "first"));

        File.AppendAllText(_folder["settings.json"], " ");
        Assert.Contains("every key has ended", engine.ReloadIfChanged().Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_start_with_what_does_not_load_and_says_all_of_it()
    {
        WriteSettings("""{ "TokenAuthz": { "Sercet": "first", "Colour": "grey" } }""");

        var failure = Assert.Throws<ConfigurationException>(Start);

        Assert.Equal(["TokenAuthz:Secret", "TokenAuthz:Colour", "TokenAuthz:Sercet"], failure.Errors.Select(error => error.Key));
        Assert.Equal(string.Join(Environment.NewLine, failure.Errors), failure.Message);
    }

    private DecisionEngine StartWithFile(string secret)
    {
        WriteSettings($$"""{ "TokenAuthz": { "Keys": [ { "Id": "a", "File": "{{_folder.Write("key", secret)}}" } ] } }""");
        return Start();
    }

    private void WriteSettings(string json) => _folder.Write("settings.json", json);

    private DecisionEngine Start()
    {
        var path = _folder["settings.json"];
        var source = new ConfigurationSource(() => ReadJson(path), [path], IsDevelopment: false);
        return new(source, ReadListeners, _time);
    }

    private static bool IsAllowed(DecisionEngine engine, string secret)
    {
        var request = new RequestBytes("/", Token.Of("/", secret));
        return engine.Decide(engine.Find(Listener, ref request), ref request).IsAllowed;
    }

    private static IEnumerable<KeyValuePair<string, string?>> ReadJson(string path)
    {
        using var json = File.OpenRead(path);
        return JsonSettings.Read(json);
    }

    // A host with a setting of its own.
    private static ImmutableArray<ListenerBinding> ReadListeners(SettingsSection root)
    {
        root.Choice("Colour", "red", "red", "blue");
        return [new(Listener, [], TellsClientAddress: false, TellsBody: false, root)];
    }
}
