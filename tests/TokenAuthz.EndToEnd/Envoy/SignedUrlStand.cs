using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The shipped configuration, which tells the client's address besides, and a host for each preset whose token can be in the URL.</summary>
public sealed class SignedUrlStand : StandFixture
{
    private const string AddressHeader = "x-client-address";

    // A key in every encoding.
    private const string Key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    public static ImmutableArray<SchemeDefinition> Presets { get; } = [.. PresetCatalog.All.Where(preset => preset.Token.All(part => InUrl(part) is not null))];

    /// <summary>What the service and the command are configured with.</summary>
    public static ImmutableArray<string> Settings { get; } =
    [
        .. Presets.SelectMany(SettingsOf), "Keys:0:Id=ours", $"Keys:0:Value={Key}",
        "Listeners:0:Name=ext-authz", "Listeners:0:Url=http://127.0.0.1:0", $"Listeners:0:ClientAddressHeader={AddressHeader}",
    ];

    public static string HostOf(string preset) => $"{preset}.example.com";

    private protected override Task<Stand> StartAsync() =>
        Stand.StartAsync(file => file.TellingClientAddress(AddressHeader), [.. Settings.Where(setting => !setting.StartsWith("Listeners:0:Url", StringComparison.Ordinal))]);

    private static IEnumerable<string> SettingsOf(SchemeDefinition preset, int index) =>
    [
        $"Schemes:{preset.Name}:Preset={preset.Name}",
        .. preset.Token.Select((part, i) => $"Schemes:{preset.Name}:Token:{i}={InUrl(part)}"),
        $"Policies:{index}:Name={preset.Name}", $"Policies:{index}:Scheme={preset.Name}", $"Policies:{index}:Hosts:0={HostOf(preset.Name)}",
    ];

    // Of the places where a part may be, the one in the URL.
    private static string? InUrl(string part) =>
        Array.Find(part.Split(" | "), place => place.StartsWith("query:", StringComparison.Ordinal) || place.StartsWith("path:", StringComparison.Ordinal));
}
