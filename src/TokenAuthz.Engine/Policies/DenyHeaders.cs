using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Policies;

/// <summary>Reads the headers that a policy adds to its denials.</summary>
internal static class DenyHeaders
{
    /// <summary>On a deny: the reason's code, for gateways that drop the body.</summary>
    public const string Reason = "x-auth-reason";

    /// <summary>On a deny: a cache must not answer the next request, whose token may be right (RFC 9111, section 4.2.2).</summary>
    public const string CacheControl = "cache-control";

    /// <summary>The value of <see cref="CacheControl"/>.</summary>
    public const string NoStore = "no-store";

    /// <summary>On a deny with 401, which needs it (RFC 9110, section 15.5.2).</summary>
    public const string Challenge = "www-authenticate";

    private const int MaxHeaders = 16;
    private const int MaxNameLength = 64;
    private const int MaxValueLength = 1024;

    // RFC 9110, section 7.6.1, and what describes the message or says who sent it.
    private static readonly FrozenSet<string> Framing = FrozenSet.Create(
        StringComparer.Ordinal,
        "connection", "content-encoding", "content-length", "content-range", "content-type", "date", "host", "keep-alive",
        "proxy-authenticate", "proxy-connection", "server", "te", "trailer", "transfer-encoding", "upgrade", Reason);

    // RFC 9213 and the headers by which nginx, Varnish and CDNs overrule Cache-Control.
    private static readonly FrozenSet<string> Caching =
        FrozenSet.Create(StringComparer.Ordinal, "age", CacheControl, "expires", "pragma", "surrogate-control");

    /// <summary>Reads the headers in the order written, with names in lower case; what is wrong is reported to the section.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Read(SettingsSection policy)
    {
        var written = policy.Read(PolicySettings.DenyHeaders);
        if (written.Length > MaxHeaders)
            policy.RejectWithoutValue(PolicySettings.DenyHeaders, $"there are {written.Length} headers: at most {MaxHeaders} are added");
        foreach (var (name, values) in written)
        {
            if (WhyRefused(name, values) is { } reason) policy.RejectWithoutValue($"{PolicySettings.DenyHeaders.Path}:{name}", reason);
        }

        return [.. written.Select(header => KeyValuePair.Create(Lower(header.Key), string.Join(", ", header.Value)))];
    }

    private static string? WhyRefused(string name, ImmutableArray<string> values)
    {
        var lower = Lower(name);
        if (name.Length > MaxNameLength || !HeaderName.IsToken(name))
            return $"this is no name of a header: it has letters, digits and dashes, at most {MaxNameLength} of them";
        if (Framing.Contains(lower)) return "the service or the gateway writes this header: leave it out";
        if (Caching.Contains(lower) || lower.EndsWith("-cache-control", StringComparison.Ordinal))
            return "a deny must not be cached, because the next request may have the right token: leave this out";
        if (lower.StartsWith("x-accel-", StringComparison.Ordinal) || lower.StartsWith("x-envoy-", StringComparison.Ordinal))
            return "a gateway takes this header for an instruction: leave it out";
        var value = string.Join(", ", values);
        return value.Length is 0 or > MaxValueLength || value.Any(c => c is < ' ' or > '~') || value.Trim() != value
            ? $"write a value of 1 to {MaxValueLength} printable ASCII characters without blanks around it"
            : null;
    }

#pragma warning disable CA1308 // Header names in HTTP/2 are in lower case (RFC 9113, section 8.2).
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
