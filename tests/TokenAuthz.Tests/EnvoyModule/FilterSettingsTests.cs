using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.EnvoyModule;

namespace TokenAuthz.Tests.EnvoyModule;

/// <summary>A filter takes the service's own configuration.</summary>
public static class FilterSettingsTests
{
    [Theory]
    [MemberData(nameof(Examples))]
    public static void Loads_what_the_service_is_configured_with(string file)
    {
        var engine = EngineOf(Repository.Read(file).Replace(
            "\"TokenAuthz\": {", "\"TokenAuthz\": { \"Secret\": \"a-key-of-the-examples-7f31\",", StringComparison.Ordinal));

        Assert.NotEmpty(engine.Snapshot.Policies);
    }

    public static TheoryData<string> Examples =>
        [.. Repository.Find(
            "examples", "token-authz.json").Where(file => !Repository.Read(file).Contains("\"Secret\"", StringComparison.Ordinal))];

    [Fact]
    public static void Loads_the_units_of_teams()
    {
        using var folder = new TemporaryFolder();
        folder.Write("video.json", """{ "TokenAuthz": { "Keys": [ { "Id": "k", "Value": "the-key-of-team-video" } ] } }""");

        var engine = EngineOf($$"""
            { "TokenAuthz": {
              "Secret": "a-key-of-ours-5d1c",
              "Units": { "Directories": [ "{{folder.Path}}" ], "Grants": { "video": { "Paths": [ "/video" ] } } } } }
            """);

        Assert.Equal(["default", "video/default"], engine.Snapshot.Policies.Select(policy => policy.Name));
    }

    [Fact]
    public static void Is_a_file_when_it_does_not_begin_as_JSON() =>
        Assert.Equal(
            [Repository.PathOf("examples/envoy-module/token-authz.json")],
            FilterSettings.SourceOf($" {Repository.PathOf("examples/envoy-module/token-authz.json")}\n").Files);

    [Fact]
    public static void Names_every_setting_of_its_hosts_that_is_wrong()
    {
        var errors =
            Assert.Throws<ConfigurationException>(
                () => EngineOf("""{"TokenAuthz": {"Secret": "a-key-of-ours-5d1c", "OnAllow": {"KeyID": true, "All": """ +
                    """true}, "SingleUse": {"Redis": "ssl=true", "MaxTokens": 0}}}""")).Errors;

        Assert.Equal(
            ["TokenAuthz:SingleUse:MaxTokens", "TokenAuthz:SingleUse:Redis", "TokenAuthz:OnAllow:All"], errors.Select(error => error.Path));
    }

    [Fact]
    public static void Waits_for_a_restart_only_with_what_a_filter_reads()
    {
        using var folder = new TemporaryFolder();
        var configuration = Load(folder.Write("settings.json", """{"TokenAuthz": {"Secret": "a-b-c-d-e-f"}}"""));

        folder.Write(
            "settings.json",
            """{"TokenAuthz": {"Secret": "a-b-c-d-e-g", "Listeners": [{"Url": "http://*:1"}], "DrainTime": "00:00:01", "Log": """ +
                """{"Level": "Error"}, "Admin": {"Url": "http://*:2"}}}""");
        Assert.NotNull(configuration.ReloadIfChanged().Snapshot);
        Assert.Empty(configuration.State.RestartNeeded);

        folder.Write(
            "settings.json", """{"TokenAuthz": {"Secret": "a-b-c-d-e-g", "OnAllow": {"KeyId": true}, "SingleUse": {"MaxTokens": 5}}}""");
        Assert.NotNull(configuration.ReloadIfChanged().Snapshot);
        Assert.Equal(["TokenAuthz:OnAllow:KeyId", "TokenAuthz:SingleUse:MaxTokens"], configuration.State.RestartNeeded);
    }

    [Fact]
    public static void Says_that_a_section_is_missing() =>
        Assert.Contains(
            "it has no section TokenAuthz",
            Assert.Throws<ConfigurationException>(() => Load("""{"Secret": "a-b-c-d-e-f"}""")).Message,
            StringComparison.Ordinal);

    private static CheckEngine EngineOf(string json) => Load(json).Engine;

    private static HostConfiguration<FilterSettings> Load(string text) =>
        HostConfiguration.Load(FilterSettings.SourceOf(text), root => FilterSettings.Read("filter", root), TimeProvider.System);
}
