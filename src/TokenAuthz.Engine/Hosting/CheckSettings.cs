using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Hosting;

/// <summary>The settings of every host of the engine, beside keys, schemes and policies.</summary>
/// <param name="ReloadInterval">How often the host looks for changed files.</param>
/// <param name="OnAllow">What an allow tells the upstream.</param>
/// <param name="MaxUsedTokens">How many used tokens memory holds; a further one is denied until some have ended.</param>
/// <param name="DenialsPerSecond">How many denials of one reason are logged a second; the others are counted.</param>
/// <param name="RequestIdHeader">The header with the gateway's own id of a request; null for none.</param>
/// <param name="BodySize">The longest body, in bytes, whose signature is checked; a longer one is denied.</param>
public sealed record CheckSettings(
    TimeSpan ReloadInterval, OnAllowSettings OnAllow, int MaxUsedTokens, HeaderName? RequestIdHeader, int DenialsPerSecond, int BodySize)
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly Setting<TimeSpan> Interval = Setting.Duration(
        "ReloadInterval",
        TimeSpan.FromSeconds(1),
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromHours(1),
        "How often the service looks for changes of the configuration file, of key files and of certificates.");

    private static readonly Setting<bool> TellKeyId = Setting.Bool(
        "OnAllow:KeyId", $"Tells the upstream which key signed the request, in `{ResponseHeaders.KeyId}`.");

    private static readonly Setting<bool> TellPolicy = Setting.Bool(
        "OnAllow:Policy", $"Tells the upstream which policy let the request pass, in `{ResponseHeaders.Policy}`.");

    private static readonly Setting<bool> RemoveToken = Setting.Bool(
        "OnAllow:RemoveToken",
        "Has Envoy take the token off the request: off headers and cookies, and by gRPC and in the module off the query too. See " +
            "[gateways](gateways.md#take-the-token-off-the-request).");

    private static readonly Setting<int> MaxTokens = Setting.Number(
        "SingleUse:MaxTokens",
        1_000_000,
        1,
        100_000_000,
        "How many used tokens memory holds. When it is full, further tokens of single use are denied until some have expired.");

    private static readonly Setting<string?> RequestId = Setting.Text(
        "SingleUse:RequestIdHeader",
        "The header with an id that the gateway makes for each request of a client, and never takes from the client. Within " +
            $"{SingleUseLife.RetryWindow} s, a token passes again for the request that claimed it, so that a gateway may repeat a check. " +
            "See [operations](operations.md#single-use-tokens).");

    private static readonly Setting<int> Denials = Setting.Number(
        "Log:DenialsPerSecond", 10, 0, 1_000_000, "How many denials of each reason are logged a second. Metrics count the others.");

    private static readonly Setting<int> LongestBody = Setting.Number(
        "Limits:BodySize",
        Mebibyte,
        1024,
        32 * Mebibyte,
        "How many bytes a body may have whose signature is checked. A longer one is denied. Gateways have " +
            "[limits of their own](gateways.md#request-bodies).");

    // As the log of a denial names it.
    private readonly string _longestBody = string.Create(CultureInfo.InvariantCulture, $"{LongestBody.Path} = {BodySize}");

    /// <summary>Denies a request whose signed body cannot be checked.</summary>
    public CheckStep Deny(in CheckStep step, DenyCause cause) =>
        step.WithoutBody(cause, cause is DenyCause.BodyTooLarge ? _longestBody : null);

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } =
        [Interval, TellKeyId, TellPolicy, RemoveToken, MaxTokens, RequestId, Denials, LongestBody];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    public static CheckSettings Read(SettingsSection root) =>
        new(
            root.Read(Interval),
            new(root.Read(TellKeyId), root.Read(TellPolicy), root.Read(RemoveToken)),
            root.Read(MaxTokens),
            ReadRequestId(root),
            root.Read(Denials),
            root.Read(LongestBody));

    private static HeaderName? ReadRequestId(SettingsSection root)
    {
        if (root.Read(RequestId) is not { } name) return null;
        if (HeaderName.IsToken(name)) return new(name);
        root.Reject(RequestId, "write the name of a header, such as x-check-id");
        return null;
    }
}
