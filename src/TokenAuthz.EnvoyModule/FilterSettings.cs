using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Redis;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.EnvoyModule;

/// <summary>The settings of a filter, which are the service's own: the text of <c>filter_config</c>, or the file that it names.</summary>
/// <param name="Filter">The filter's name.</param>
/// <param name="Checks">The settings of every host.</param>
/// <param name="Redis">The Redis that remembers used tokens; null if this process does.</param>
internal sealed record FilterSettings(string Filter, CheckSettings Checks, RedisSettings? Redis) : IHostSettings
{
    /// <inheritdoc/>
    public static ImmutableArray<Setting> All { get; } =
    [
        .. CheckSettings.All, .. RedisSettings.All,

        // The service may have the same file.
        Setting.Elsewhere("Admin"), Setting.Elsewhere("DrainTime"), Setting.Elsewhere("Listeners"), Setting.Elsewhere("Log:Level"),
        Setting.Elsewhere("Limits:Connections"), Setting.Elsewhere("Limits:ConnectionsPerListener"),
        Setting.Elsewhere("Limits:RequestHeadTime"), Setting.Elsewhere("Limits:StreamsPerConnection"),
        Setting.Elsewhere("Limits:DiscardedBody"), Setting.Elsewhere("Limits:Bodies"), Setting.Elsewhere("Limits:BodyWait"),
        Setting.Elsewhere("Limits:BodyTime"),
    ];

    /// <inheritdoc/>
    public OnAllowSettings OnAllow => Checks.OnAllow;

    /// <inheritdoc/>
    public HeaderName? RequestIdHeader => Checks.RequestIdHeader;

    /// <summary>Where the settings come from.</summary>
    /// <param name="text">JSON, or the path of a file with it.</param>
    public static ConfigurationSource SourceOf(string text)
    {
        if (text.AsSpan().TrimStart() is []) return Of(() => [], []);
        if (text.AsSpan().TrimStart() is ['{', ..]) return Of(() => JsonSettings.Read(text), []);
        var path = Path.GetFullPath(text.Trim());
        return Of(() => JsonSettings.ReadFile(path), [path]);

        static ConfigurationSource Of(Func<IEnumerable<KeyValuePair<string, string?>>> read, ImmutableArray<string> files) =>
            new(() => JsonSettings.RequireSection(read()), files, IsDevelopment: false);
    }

    /// <summary>Reads the settings that are the filter's; what is wrong is reported to the section.</summary>
    public static FilterSettings Read(string filter, SettingsSection root) =>
        new(filter, CheckSettings.Read(root), RedisSettings.Read(root));

    /// <summary>The one way into a filter: of every policy, and of requests with the client's address and their body.</summary>
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) =>
        [new(Filter, [], KnowsClientAddress: true, HasBody: true, CanAnswer: true, root) { CanChangeTarget = true }];
}
