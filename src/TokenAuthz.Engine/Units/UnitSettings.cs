using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Units;

/// <summary>The settings of configuration units, which the operator's file has.</summary>
internal static class UnitSettings
{
    public static readonly Setting<ImmutableArray<string>> Directories = Setting.Strings(
        "Units:Directories",
        "The directories of the units. A unit is a file `NAME.json`, or a folder `NAME` with a file `token-authz.json`; its keys are in " +
            "the folders `NAME` of all these directories.");

    public static readonly Setting<ImmutableArray<HostPattern>> Hosts = PolicySettings.Hosts with
    {
        Meaning = "The hosts whose requests the unit decides, as in the `Hosts` of a policy. A grant needs `Hosts` or `Paths`.",
    };

    public static readonly Setting<ImmutableArray<PathPattern>> Paths = Setting.Strings(
        "Paths",
        ParsePrefix,
        "The paths whose requests the unit decides, each a prefix that " +
            "ends where a segment does: `/video` is `/video` and `/video/1`.") with
    {
        DefaultNote = "every path",
    };

    public static readonly Setting<ImmutableArray<string>> Listeners = Setting.Strings(
        "Listeners", "The names of the listeners on which the unit decides.") with
    { DefaultNote = "every listener" };

    public static readonly Setting<bool> WithoutToken = Setting.Bool(
        "WithoutToken",
        "Whether policies of the unit may let requests pass without a token: by `Action` `Allow`, another `Mode` than `Enforce`, " +
            "`AllowPreflight`, or `Handshake` `Pass`.");

    public static readonly Setting<ImmutableArray<KeyValuePair<string, SettingsSection>>> Grants = Setting.Map(
        "Units:Grants",
        [Hosts, Paths, Listeners, WithoutToken],
        "The units by name, each with the requests that it may decide; see [teams](teams.md). A unit without a grant is not read.");

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [Directories, Grants];

    private static PathPattern ParsePrefix(string text)
    {
        var path = PathPattern.Parse(text);
        if (!path.IsPrefix) throw new FormatException("a grant has prefixes only, such as /video");
        return RequestPath.IsAmbiguous(path.Bytes)
            ? throw new FormatException(
                "programs may read this path differently: write it without //, dot segments, ; and escapes of letters")
            : path;
    }
}
