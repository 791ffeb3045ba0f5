using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Hosting;

/// <summary>What changes on the disk takes effect when it loads, and not at all when it does not.</summary>
[Promise(9)]
public sealed class HostConfigurationReloadTests : IDisposable
{
    private const string Listener = "listener";

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Does_nothing_while_no_file_changes()
    {
        var configuration = StartWithFile("the-first-key");
        var snapshot = configuration.Engine.Snapshot;

        Assert.Equal(default, configuration.ReloadIfChanged());
        Assert.Same(snapshot, configuration.Engine.Snapshot);
    }

    [Fact]
    public void Decides_by_the_new_key_once_its_file_has_changed()
    {
        var configuration = StartWithFile("the-first-key");
        Assert.Equal((true, false), (IsAllowed(configuration, "the-first-key"), IsAllowed(configuration, "the-second-key")));

        _folder.Write("key", "the-second-key");
        Assert.True(IsAllowed(configuration, "the-first-key"), "a change takes effect when it is looked for, not before");
        var outcome = configuration.ReloadIfChanged();

        Assert.Null(outcome.Failure);
        Assert.Same(configuration.Engine.Snapshot, outcome.Snapshot);
        Assert.Equal((false, true), (IsAllowed(configuration, "the-first-key"), IsAllowed(configuration, "the-second-key")));
        Assert.Equal(default, configuration.ReloadIfChanged());
    }

    [Fact]
    public void Decides_by_the_keys_of_the_changed_configuration_file()
    {
        var configuration = StartWithFile("the-first-key");
        _folder.Write("other", "the-third-key");

        WriteSettings($$"""{ "TokenAuthz": { "Secret": "the-second-key", "Keys": [ { "Id": "b", "File": "{{_folder["other"]}}" } ] } }""");
        Assert.NotNull(configuration.ReloadIfChanged().Snapshot);
        Assert.Equal(
            (false, true, true),
            (IsAllowed(
                configuration, "the-first-key"), IsAllowed(configuration, "the-second-key"), IsAllowed(configuration, "the-third-key")));

        // The file that came with it is watched from then on.
        _folder.Write("other", "the-fourth-key");
        Assert.NotNull(configuration.ReloadIfChanged().Snapshot);
        Assert.Equal((false, true), (IsAllowed(configuration, "the-third-key"), IsAllowed(configuration, "the-fourth-key")));
    }

    public static TheoryData<string, string, string?, string> Broken => new()
    {
        { "a key file that became empty", "key", "", "the file is empty" },
        { "a key file that vanished", "key", null, "the file cannot be read" },
        { "a configuration that is not JSON", "settings.json", "{", "the file cannot be read" },
        { "a configuration with a typo", "settings.json", """{ "TokenAuthz": { "Sercet": "the-second-key" } }""", "did you mean Secret?" },
        { "a configuration without a key", "settings.json", "{}", "there is no key" },
        { "a configuration that vanished", "settings.json", null, "the file cannot be read" },
        { "a host's setting that does not load", "settings.json",
            """{ "TokenAuthz": { "Secret": "the-second-key", "Colour": "grey" } }""", "write one of red, blue" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Keeps_the_last_good_one_when_the_changed_one_does_not_load(string description, string file, string? content, string says)
    {
        var configuration = StartWithFile("the-first-key");
        var settings = File.ReadAllText(_folder["settings.json"]);
        var snapshot = configuration.Engine.Snapshot;

        if (content is null) File.Delete(_folder[file]);
        else _folder.Write(file, content);
        var outcome = configuration.ReloadIfChanged();

        Assert.True(outcome.Snapshot is null && outcome.Failure is not null, description);
        Assert.Contains(says, outcome.Failure!.Message, StringComparison.Ordinal);
        Assert.Same(snapshot, configuration.Engine.Snapshot);
        Assert.Equal((true, false), (IsAllowed(configuration, "the-first-key"), IsAllowed(configuration, "the-second-key")));
        Assert.Equal(default, configuration.ReloadIfChanged()); // reported once

        _folder.Write("key", "the-second-key");
        WriteSettings(settings);
        Assert.NotNull(configuration.ReloadIfChanged().Snapshot);
        Assert.Equal((false, true), (IsAllowed(configuration, "the-first-key"), IsAllowed(configuration, "the-second-key")));
    }

    [Fact]
    public void Reports_anew_when_one_mistake_becomes_another()
    {
        var configuration = StartWithFile("the-first-key");

        _folder.Write("key", "");
        Assert.Contains("the file is empty", configuration.ReloadIfChanged().Failure!.Message, StringComparison.Ordinal);
        _folder.Write("key", "changeme");
        Assert.Contains("everybody knows", configuration.ReloadIfChanged().Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_key_that_has_ended_only_when_something_changes()
    {
        WriteSettings("""{ "TokenAuthz": { "Keys": [ { "Id": "a", "Value": "the-first-key", "NotAfter": "2026-11-23T12:30:00Z" } ] } }""");
        var configuration = Start();

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(default, configuration.ReloadIfChanged());
        Assert.False(IsAllowed(configuration, "the-first-key"));

        File.AppendAllText(_folder["settings.json"], " ");
        Assert.Contains("every key has ended", configuration.ReloadIfChanged().Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a pipe for a key", "key", "it is no regular file")]
    [InlineData("a pipe for the configuration", "settings.json", "it is no regular file")]
    public void Goes_on_when_what_blocked_is_a_file_again(string description, string file, string says)
    {
        var configuration = StartWithFile("the-first-key");
        var good = File.ReadAllText(_folder[file]);

        _folder.MakePipe(file);
        Expect.Contains(says, configuration.ReloadIfChanged().Failure?.Message, description);
        Assert.Equal(default, configuration.ReloadIfChanged());
        Assert.True(IsAllowed(configuration, "the-first-key"));

        _folder.Write(file, file == "key"
            ? "the-second-key"
            : good.Replace("\"Keys\"", "\"Secret\": \"the-second-key\", \"Keys\"", StringComparison.Ordinal));
        Assert.NotNull(configuration.ReloadIfChanged().Snapshot);
        Assert.Equal((file != "key", true), (IsAllowed(configuration, "the-first-key"), IsAllowed(configuration, "the-second-key")));
    }

    [Fact]
    public void Does_not_start_with_a_configuration_that_is_no_file()
    {
        _folder.MakePipe("settings.json");

        Assert.Contains("it is no regular file", Assert.Throws<ConfigurationException>(Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_start_with_what_does_not_load_and_says_all_of_it()
    {
        WriteSettings("""{ "TokenAuthz": { "Sercet": "the-first-key", "Colour": "grey" } }""");

        var failure = Assert.Throws<ConfigurationException>(Start);

        Assert.Equal(["TokenAuthz:Colour", "TokenAuthz:Secret", "TokenAuthz:Sercet"], failure.Errors.Select(error => error.Path));
        Assert.Equal(string.Join(Environment.NewLine, failure.Errors), failure.Message);
    }

    private HostConfiguration<ColouredHost> StartWithFile(string secret)
    {
        WriteSettings($$"""{ "TokenAuthz": { "Keys": [ { "Id": "a", "File": "{{_folder.Write("key", secret)}}" } ] } }""");
        return Start();
    }

    private void WriteSettings(string json) => _folder.Write("settings.json", json);

    private HostConfiguration<ColouredHost> Start()
    {
        var path = _folder["settings.json"];
        return HostConfiguration.Load(new(() => JsonSettings.ReadFile(path), [path], IsDevelopment: false), ColouredHost.Read, _time);
    }

    private static bool IsAllowed(HostConfiguration<ColouredHost> configuration, string secret) =>
        configuration.Engine.Decide(Listener, new RequestBytes("/", Token.Of("/", secret))).IsAllowed;

    /// <summary>A host with a setting of its own.</summary>
    private sealed record ColouredHost(string Colour) : IHostSettings
    {
        private static readonly Setting<string> ColourSetting =
            Setting.Choice("Colour", "red", ["red", "blue"], colour => colour, "A colour.");

        public static ImmutableArray<Setting> All => [ColourSetting];

        public static ColouredHost Read(SettingsSection root) => new(root.Read(ColourSetting));

        public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) =>
            [new(Listener, [], KnowsClientAddress: false, HasBody: false, CanAnswer: false, root)];
    }
}
