using System.Collections.Immutable;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Declares one of Envoy's statistics, which <c>docs/metrics.md</c> lists; REASON in a name stands for the code of each reason.
/// </summary>
/// <param name="Name">The name, which Envoy shows below <c>dynamicmodulescustom.</c></param>
/// <param name="Meaning">What it counts or measures, in one sentence.</param>
/// <param name="Labels">The names of its labels. Envoy finds a statistic by labels in more time than a check takes.</param>
internal sealed record Statistic(string Name, string Meaning, params ImmutableArray<string> Labels)
{
    /// <summary>What stands for a reason's code.</summary>
    public const string AnyReason = "REASON";

    public static readonly Statistic Allowed = new("token_authz_allowed", "Requests that were allowed.");

    public static readonly Statistic LackedToken = new(
        "token_authz_allowed_no_token", "Requests without a token that a policy of the mode Optional let pass.");

    public static readonly Statistic Denied = new("token_authz_denied_REASON", "Requests that were denied, for each reason.");

    public static readonly Statistic Shadowed = new(
        "token_authz_shadowed_REASON", "Requests that a policy of the mode Shadow let pass and would deny, for each reason.");

    public static readonly Statistic HandshakeAnswered = new(
        "token_authz_handshake_answered", "Handshakes of senders of webhooks that Envoy answered.");

    public static readonly Statistic HandshakePassed = new(
        "token_authz_handshake_passed", "Handshakes that passed without a token.");

    public static readonly Statistic Unchecked = new("token_authz_unchecked", "Requests of routes that are not checked.");

    public static readonly Statistic KeyUses = new(
        "token_authz_key_uses", "Allowed requests by the key that signed them, added at each look for changed files.", "filter", "key_id");

    public static readonly Statistic SchemeUses = new(
        "token_authz_scheme_uses",
        "Allowed requests of policies with several schemes, by the scheme of the token, added at each look for changed files.",
        "filter",
        "policy",
        "scheme");

    public static readonly Statistic KeyInfo = new(
        "token_authz_key_info", "The keys in force: 1, and 0 for one that is gone.", "filter", "key_id")
    { IsGauge = true };

    public static readonly Statistic KeyExpiry = new(
        "token_authz_key_expiry_timestamp_seconds", "When a key ends, Unix time; 0 for one that is gone.", "filter", "key_id")
    { IsGauge = true };

    public static readonly Statistic ReloadSuccessful = new(
        "token_authz_config_last_reload_successful", "Whether all files of the configuration loaded as they stand now: 1 or 0.", "filter")
    { IsGauge = true };

    public static readonly Statistic ReloadSuccessTimestamp = new(
        "token_authz_config_last_reload_success_timestamp_seconds", "When the configuration in force was read, Unix time.", "filter")
    { IsGauge = true };

    public static readonly Statistic LastLookTimestamp = new(
        "token_authz_config_last_look_timestamp_seconds", "When the filter last looked for changed files, Unix time.", "filter")
    { IsGauge = true };

    public static readonly Statistic RestartNeeded = new(
        "token_authz_config_restart_needed", "Whether a changed setting waits for a restart of Envoy: 1 or 0.", "filter")
    { IsGauge = true };

    public static readonly Statistic UnitReloadSuccessful = new(
        "token_authz_unit_last_reload_successful",
        "Whether the files of a configuration unit loaded as they stand now: 1 or 0, also 0 when there is none.",
        "filter",
        "unit")
    { IsGauge = true };

    public static readonly Statistic LogEventsSuppressed = new(
        "token_authz_log_events_suppressed_REASON",
        "Denials that were counted but not logged, because their reason had used up its lines of the second; also for `handshake`.");

    public static readonly Statistic BuildInfo = new("token_authz_build_info", "The running version; always 1.", "version")
    { IsGauge = true };

    /// <summary>Every statistic, in the order of the documentation.</summary>
    public static ImmutableArray<Statistic> All { get; } =
    [
        Allowed, LackedToken, Denied, Shadowed, HandshakeAnswered, HandshakePassed, Unchecked, KeyUses, SchemeUses, KeyInfo, KeyExpiry,
        ReloadSuccessful, ReloadSuccessTimestamp, LastLookTimestamp, RestartNeeded, UnitReloadSuccessful,
        LogEventsSuppressed, BuildInfo,
    ];

    /// <summary>Whether it is a gauge, and not a counter.</summary>
    public bool IsGauge { get; private init; }

    /// <summary>The statistic of one reason.</summary>
    public Statistic Of(string reason) => this with { Name = Name.Replace(AnyReason, reason, StringComparison.Ordinal) };
}
