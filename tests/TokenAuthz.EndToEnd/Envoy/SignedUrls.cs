using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>A policy and a host for each preset whose token can be in the URL.</summary>
internal static class SignedUrls
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string AddressHeader = "x-client-address";

    // Their tokens name an account or fields of the user's choice; ServiceVectorTests has them.
    private static readonly string[] Others = ["azure-storage-sas", "google-media-cdn-token-hmac"];

    // How the names of the algorithms begin that a shared secret signs with.
    private static readonly string[] Secret = ["Hmac", "Md5", "Sha"];

    // A text that is a key in every encoding.
    private const string Key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    public static ImmutableArray<SchemeDefinition> Presets { get; } =
    [
        .. PresetFile.All
            .Where(file => file is { Needs: null, Kind: not PresetFile.Webhook } && FormsOf(file.Preset).All(IsSignedUrl))
            .Select(file => file.Preset)
            .Where(preset => !Others.Contains(preset.Name)),
    ];

    /// <summary>The settings of the service and of the command <c>sign</c>.</summary>
    public static ImmutableArray<string> Settings { get; } =
    [
        .. Presets.SelectMany(SettingsOf), "Keys:0:Id=ours", $"Keys:0:Value={Key}",
        "Listeners:0:Name=ext-authz", $"Listeners:0:ClientAddressHeader={AddressHeader}",
    ];

    public static string HostOf(string preset) => $"{preset}.example.com";

    /// <summary>Has Envoy tell the service the address of the client.</summary>
    public static EnvoyFile TellClientAddress(EnvoyFile file) => file.TellingClientAddress(AddressHeader);

    private static IEnumerable<string> SettingsOf(SchemeDefinition preset, int index) =>
    [
        $"Schemes:{preset.Name}:Preset={preset.Name}",
        .. (preset.Forms.IsEmpty ? preset.Token : []).Select((part, i) => $"Schemes:{preset.Name}:Token:{i}={InUrl(part)}"),
        $"Policies:{index}:Name={preset.Name}", $"Policies:{index}:Scheme={preset.Name}", $"Policies:{index}:Hosts:0={HostOf(preset.Name)}",
    ];

    private static ImmutableArray<SchemeDefinition> FormsOf(SchemeDefinition preset) => preset.Forms.IsEmpty ? [preset] : preset.Forms;

    // A token that a shared secret signs, and that can be in the URL.
    private static bool IsSignedUrl(SchemeDefinition form) =>
        Secret.Any($"{form.Algorithm}".StartsWith) && form.Token.All(part => InUrl(part) is not null);

    // The alternative of a part that is in the URL; null when there is none.
    private static string? InUrl(string part) =>
        Array.Find(part.Split(" | "), place => place.StartsWith("query:", Ordinal) || place.StartsWith("path:", Ordinal));
}
