using System.Text;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Checks;

/// <summary>What a host answers, counts and logs. The default value is a deny by <see cref="DenyReason.Error"/>.</summary>
public readonly record struct Decision
{
    /// <summary>What metrics have for handshakes in the place of a reason.</summary>
    public const string HandshakeReason = "handshake";

    /// <summary>What metrics have in the place of a reason for requests that pass because they have no token.</summary>
    public const string NoTokenReason = "no_token";

    private readonly bool _passesInShadow;

    internal Decision(
        Snapshot snapshot,
        Policy? policy = null,
        bool passesInShadow = false,
        DecisionOutcome outcome = DecisionOutcome.Deny,
        Key? key = null,
        int scheme = 0) =>
        (Snapshot, Policy, _passesInShadow, Outcome, KnownKey, SchemeNumber) = (snapshot, policy, passesInShadow, outcome, key, scheme);

    /// <summary>The deny of a check that failed.</summary>
    public static Decision Failed => default;

    /// <summary>The snapshot that the check began with; null when the check failed.</summary>
    public Snapshot? Snapshot { get; }

    /// <summary>The policy that decided; null when none did.</summary>
    public Policy? Policy { get; }

    /// <summary>
    /// The scheme that allowed the token, or whose denial says most about it; null when no token was looked at.
    /// </summary>
    public AcceptedScheme? Scheme => SchemeNumber == 0 ? null : Policy!.Accepts!.All[SchemeNumber - 1];

    /// <summary>Whether the request may pass, and in shadow only.</summary>
    public DecisionOutcome Outcome { get; private init; }

    /// <summary>Whether the request may pass.</summary>
    public bool IsAllowed => Outcome is DecisionOutcome.Allow or DecisionOutcome.Shadow;

    /// <summary>The reason for which the policy denies, also one in shadow; null for an allow and for an answer.</summary>
    public DenyReason? Reason => Cause?.Reason();

    /// <summary>What the <see cref="Reason"/> comes from, for the log only.</summary>
    public DenyCause? Cause => Outcome is DecisionOutcome.Deny or DecisionOutcome.Shadow ? DeniedBy : null;

    /// <summary>The header of the gateway, or the setting, that the <see cref="Cause"/> is about; null for none.</summary>
    public string? CauseSubject { get; private init; }

    /// <summary>The name of the handshake that is answered, or passes without a token; null for other requests.</summary>
    public string? Handshake { get; private init; }

    /// <summary>
    /// The answer to a handshake, with the status 200, for hosts whose gateway takes no status for an allow; null for other requests.
    /// </summary>
    public HandshakeAnswer? Answer => Outcome is DecisionOutcome.Answer ? Prepared : null;

    /// <summary>The key that signed the request; null when the policy asks for no token, or denies.</summary>
    public Key? Key => Outcome is DecisionOutcome.Allow or DecisionOutcome.Answer ? KnownKey : null;

    /// <summary>
    /// As <see cref="Key"/>; for a deny the key that signed the token or that it only names, for the log. Null when none is known.
    /// </summary>
    public Key? KnownKey { get; private init; }

    /// <summary>Whether the request passes because it has no token, and its policy needs none.</summary>
    public bool LacksToken => Outcome is DecisionOutcome.Allow && DeniedBy is DenyCause.MissingToken;

    /// <summary>The answer to the client unless there is an <see cref="Answer"/>; null when the request may pass.</summary>
    public DenyResponse? DenyResponse => IsAllowed ? null : (Policy?.DenyResponses ?? DenyResponses.Default)[DeniedBy.Reason()];

    /// <summary>What the upstream is told; nothing when the request may not pass.</summary>
    public UpstreamHeaders UpstreamHeaders => IsAllowed && Snapshot is { } snapshot ? new(snapshot.OnAllow, Policy, Key) : default;

    private DenyCause DeniedBy { get; init; }

    // The position in the policy's list plus 1.
    private int SchemeNumber { get; init; }

    private HandshakeAnswer? Prepared { get; init; }

    /// <summary>The decision whose scheme is known from the verdict.</summary>
    internal Decision Of(in Verdict verdict) => this with { SchemeNumber = verdict.Scheme + 1 };

    internal Decision Allow(in Verdict verdict) => Prepared is null
        ? new(Snapshot!, Policy, _passesInShadow, DecisionOutcome.Allow, verdict.Key, verdict.Scheme + 1)
        : Of(verdict).Allow(verdict.Key);

    internal Decision Allow(Key? key) => Prepared is null
        ? this with { Outcome = DecisionOutcome.Allow, KnownKey = key }
        : this with { Outcome = DecisionOutcome.Answer, KnownKey = key, Handshake = Prepared.Handshake };

    /// <summary>The decision whose allow is an answer; a policy in shadow changes no traffic.</summary>
    internal Decision Answering(HandshakeAnswer answer) => _passesInShadow ? this : this with { Prepared = answer };

    /// <summary>Answers a handshake without a token.</summary>
    internal Decision AnswerUnsigned(HandshakeAnswer answer) => _passesInShadow ? Pass(answer) : Answering(answer).Allow(key: null);

    /// <summary>Lets a handshake pass without a token.</summary>
    internal Decision Pass(HandshakeAnswer answer) =>
        this with { Outcome = DecisionOutcome.Allow, Handshake = answer.Handshake };

    /// <summary>Lets a request pass that has no token.</summary>
    internal Decision PassWithoutToken() => this with { Outcome = DecisionOutcome.Allow, DeniedBy = DenyCause.MissingToken };

    internal Decision Deny(DenyCause cause, Key? key = null, string? subject = null) => this with
    {
        Outcome = _passesInShadow ? DecisionOutcome.Shadow : DecisionOutcome.Deny,
        DeniedBy = cause,
        KnownKey = key,
        CauseSubject = subject,
    };

    // The generated method would box the headers for the upstream, which cannot be boxed.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append($"{nameof(Outcome)} = {Outcome}, {nameof(Policy)} = {Policy?.Name}, ");
        text.Append($"{nameof(Cause)} = {Cause}, {nameof(Key)} = {Key?.Name}");
        return true;
    }
}
