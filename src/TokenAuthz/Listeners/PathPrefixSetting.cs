using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Listeners;

/// <summary>The setting of what a gateway puts in front of the target that it asks about.</summary>
internal static class PathPrefixSetting
{
    private static readonly Setting<string?> Prefix = Setting.Text(
        "PathPrefix",
        "What the gateway puts in front of the path when it asks, byte for byte: Envoy's `path_prefix`, Istio's `pathPrefix`, Envoy "
            + "Gateway's `extAuth.http.path`. It is taken off before anything is judged. For the kind `ext-authz`, whose checks are denied "
            + "(`bad_request`) without it.") with
    {
        Pattern = "^/[!-\"$->@-~]*$", // No # and no ?, behind which no path is.
    };

    /// <summary>Describes the setting.</summary>
    public static Setting Setting => Prefix;

    /// <summary>Reads the setting; mistakes are reported to the section.</summary>
    /// <param name="listener">The listener's section.</param>
    /// <param name="kind">How its gateways ask.</param>
    /// <returns>Empty for nothing.</returns>
    public static string Read(SettingsSection listener, ListenerKind kind)
    {
        if (listener.Read(Prefix) is not { } prefix) return "";
        if (kind.IsGrpc || kind.IsForwarded)
        {
            listener.Reject(Prefix, $"gateways of the kind {kind.Name} name the client's own path: leave this out");
            return "";
        }

        if (prefix.StartsWith('/') && prefix.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0 && prefix.AsSpan().IndexOfAny("?#") < 0)
            return prefix;
        listener.Reject(Prefix, "write what the gateway puts in front of the path, as it stands there: it begins with / and has no ? or #");
        return "";
    }

    /// <summary>Takes the prefix off a target.</summary>
    /// <param name="prefix">The prefix; empty for nothing.</param>
    /// <param name="target">The target, which becomes the client's own.</param>
    /// <returns>False when the target has no such prefix with a path behind it.</returns>
    public static bool TryTakeOff(string prefix, ref string target)
    {
        if (prefix.Length == 0) return true;
        if (!target.StartsWith(prefix, StringComparison.Ordinal) || target.Length == prefix.Length || target[prefix.Length] != '/')
            return false;
        target = target[prefix.Length..];
        return true;
    }
}
