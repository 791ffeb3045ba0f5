using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.InsideEnvoy;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// Stands for the vectors, with a clock that a test sets and trust in the test's word about the client's address. A stand has a policy
/// for each way of configuring the check, which Envoy chooses by a header of the test. There is a second stand only when two vectors
/// name different keys by the same id.
/// </summary>
public abstract class VectorStands : IAsyncLifetime
{
    private const string PolicyHeader = "x-test-policy";

    // Mercado Pago signs its request id, which Envoy replaces otherwise. Walmart's headers have underscores.
    private const string HopsAndRequestIds =
        "                xff_num_trusted_hops: 1\n                preserve_external_request_id: true";

    private readonly WallClock _clock = new();
    private readonly List<Stand> _stands = [];
    private readonly Dictionary<VectorConfiguration, (Stand Stand, string Policy)> _byConfiguration = [];

    private protected VectorStands(Way way) => Way = way;

    private protected Way Way { get; }

    private ImmutableArray<string> Needed => [.. Way.Needed.Append("clang").Distinct()];

    public async ValueTask InitializeAsync()
    {
        if (!Programs.AreThere(Needed)) return;
        await _clock.BuildAsync();
        var configurations = AllVectors.List.Select(vector => vector.Configuration).Distinct();
        foreach (var share in VectorConfiguration.Share(configurations, (one, other) => one.MayShareWith(other))) await StartAsync(share);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stand in _stands) await stand.DisposeAsync();
        _clock.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a vector through Envoy at its time, and asserts that its verdict is the published one.</summary>
    internal async Task AssertVerdictAsync(Vector vector, string description)
    {
        Programs.Require(Needed);
        var core = VectorVerdict.Of(AsChecked(vector));
        var (stand, policy) = _byConfiguration[vector.Configuration];
        _clock.Set(vector.Now.ToUnixTimeSeconds());

        var passage = await PassAsync(vector);

        var (status, reason) = core.Reason is { } denied ? (403, TokenAuthz.Signing.DenyReasons.Text(denied)) : (200, null);
        if (vector.Headers.Any(line => !IsToken(line.Key))) (status, reason) = (400, "Bad Request");
        Expect.Equal(
            (status, status == 200, reason),
            (passage.Answer.Status, passage.Arrived is not null, status == 200 ? null : passage.Answer.Body),
            $"{description}, of which the core says {core}");
        if (vector.SignsBody) Expect.Equal(403, (await PassAsync(vector.WithOtherBody())).Answer.Status, $"{description}, another body");

        Task<Passage> PassAsync(Vector sent) => stand.PassAsync(sent.Request(
            KeyValuePair.Create(PolicyHeader, policy), KeyValuePair.Create("X-Forwarded-For", sent.ClientAddress ?? "127.0.0.1")));
    }

    // Envoy joins the lines of a header by a comma without a blank: ext_authz those of any, Envoy itself those of headers that it
    // knows, such as Accept. Few signers write them so.
    private static Vector AsChecked(Vector vector) => vector with
    {
        Headers =
        [
            .. vector.Headers.GroupBy(line => line.Key, line => line.Value, StringComparer.OrdinalIgnoreCase)
                .Select(lines => KeyValuePair.Create(lines.Key, string.Join(',', lines))),
        ],
    };

    // Envoy refuses other names (RFC 9110, section 5.6.2).
    private static bool IsToken(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    /// <summary>How Envoy and the check are configured for some policies, each of whose requests Envoy knows by a match.</summary>
    private protected abstract StandOptions OptionsOf(ImmutableArray<string> matches, ImmutableArray<string> settings);

    /// <summary>The name of a policy.</summary>
    private protected static string PolicyOf(int index) => string.Create(CultureInfo.InvariantCulture, $"policy-{index}");

    private async Task StartAsync(IReadOnlyList<VectorConfiguration> share)
    {
        var matches = share.Select((_, i) => $"prefix: /, headers: [{{ name: {PolicyHeader}, string_match: {{ exact: {PolicyOf(i)} }} }}]");
        var options =
            OptionsOf([.. matches], [.. share.SelectMany((one, i) => one.SettingsOf(i)), .. VectorConfiguration.Keys(share)]);
        var stand = await Stand.StartAsync(options with
        {
            Configure = file => options.Configure(file)
                .With("use_remote_address: true", $"use_remote_address: true\n{HopsAndRequestIds}")
                .With("headers_with_underscores_action: DROP_HEADER", "headers_with_underscores_action: ALLOW"),
            Environment = _clock.Environment,
        });
        _stands.Add(stand);
        foreach (var (index, configuration) in share.Index()) _byConfiguration[configuration] = (stand, PolicyOf(index));
    }
}
