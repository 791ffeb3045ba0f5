using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests;

/// <summary>Asks the code which settings there are, to compare what is written about them.</summary>
internal static class KnownSettings
{
    private const string Anything = "NoSuchSetting";

    /// <summary>The names that a section has, from the error that lists them.</summary>
    /// <param name="section">Its path with a colon at the end; empty for all.</param>
    public static string[] In(string section)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Read($"{section}{Anything}=1"));
        return failure.Errors.Single(error => error.Key.EndsWith(Anything, StringComparison.Ordinal)).Message.Split("known here: ")[1].Split(", ");
    }

    /// <summary>What the service reads of some settings.</summary>
    public static ServiceSettings Read(params string[] settings) => Load(settings).Settings;

    /// <summary>The snapshot that some settings make.</summary>
    public static Snapshot Snapshot(params string[] settings) => Load(settings).Engine.Snapshot;

    private static HostConfiguration<ServiceSettings> Load(string[] settings) =>
        HostConfiguration.Load(new(() => WrittenSettings.Of([.. settings, "Secret=ours-5d1c-77af-2e60"]), [], IsDevelopment: false), ServiceSettings.Read, TimeProvider.System);
}
