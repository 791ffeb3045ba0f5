using System.Collections.Immutable;

namespace TokenAuthz.Signing;

/// <summary>The reason, the code and the meaning of each <see cref="DenyCause"/>.</summary>
public static class DenyCauses
{
    private static readonly ImmutableArray<Row> Rows =
    [
        new(DenyCause.MissingToken, DenyReason.MissingToken, "missing_token", "No place where the scheme looks has a token."),
        new(
            DenyCause.TokenElsewhere,
            DenyReason.MissingToken,
            "token_elsewhere",
            "The request has the token's name in another place than the scheme reads, such as the query in place of a header: correct " +
                "the client, or add the place to Token."),
        new(
            DenyCause.HandshakeNotAnswerable,
            DenyReason.MissingToken,
            "handshake_not_answerable",
            "The request is a handshake, which this kind of listener cannot answer, because a 200 would allow it: ask by gRPC, or set " +
                "the policy's Handshake to Pass."),
        new(
            DenyCause.HandshakeAmbiguous,
            DenyReason.MissingToken,
            "handshake_ambiguous",
            "The request is a handshake, which does not pass because its path is ambiguous."),
        new(
            DenyCause.TokenIllFormed,
            DenyReason.InvalidToken,
            "token_ill_formed",
            "The token does not have the form of the scheme: a field is missing, empty or ill-formed."),
        new(
            DenyCause.TokenRepeated,
            DenyReason.InvalidToken,
            "token_repeated",
            "The request has the header, parameter or cookie of the token more than once."),
        new(
            DenyCause.TwoTokens,
            DenyReason.InvalidToken,
            "two_tokens",
            "The request has two different tokens, and the upstream may read the other one."),
        new(
            DenyCause.TokenNotLast,
            DenyReason.InvalidToken,
            "token_not_last",
            "A parameter follows the token, which has to be the last one of the query, because only what precedes it is signed."),
        new(
            DenyCause.UnknownKey,
            DenyReason.InvalidToken,
            "unknown_key",
            "The token names a key that the policy does not have: was the key removed, or has this replica not loaded it yet?"),
        new(DenyCause.TimeIllFormed, DenyReason.InvalidToken, "time_ill_formed", "A time of the token is ill-formed, or missing."),
        new(
            DenyCause.NoEnd,
            DenyReason.InvalidToken,
            "no_end",
            "The token never ends, and the scheme allows each token once: give it an end, or set RememberFor."),
        new(
            DenyCause.KeyNotValid,
            DenyReason.InvalidToken,
            "key_not_valid",
            "Every key that may have signed the token has ended (NotAfter) or begins later (NotBefore)."),
        new(
            DenyCause.OtherAlgorithm,
            DenyReason.InvalidToken,
            "other_algorithm",
            "The token names an algorithm that no key of the policy is for."),
        new(
            DenyCause.PartMissing,
            DenyReason.InvalidToken,
            "part_missing",
            "The request lacks a part that is signed, such as a header: does the gateway pass it on?"),
        new(
            DenyCause.SignatureIllFormed,
            DenyReason.InvalidToken,
            "signature_ill_formed",
            "The signature is not written in the scheme's Encoding, or is too long."),
        new(
            DenyCause.WrongSignature,
            DenyReason.InvalidToken,
            "wrong_signature",
            "No key of the policy gives the signature: the client has another key, or signs other bytes than arrived."),
        new(
            DenyCause.BodyEmpty,
            DenyReason.InvalidToken,
            "body_empty",
            "No key of the policy gives the signature, and the body that it covers arrived empty: if the client sends one, have the " +
                "gateway hand it over (with_request_body, forwardBody)."),
        new(
            DenyCause.OtherBody,
            DenyReason.InvalidToken,
            "other_body",
            "The body does not have the digest that is signed: the gateway changed it or did not hand it over, or the client digests " +
                "other bytes."),
        new(DenyCause.Expired, DenyReason.Expired, "expired", "The token has expired."),
        new(DenyCause.NotYetValid, DenyReason.NotYetValid, "not_yet_valid", "The token is not valid yet."),
        new(
            DenyCause.EndsTooLate,
            DenyReason.EndsTooLate,
            "ends_too_late",
            "The token ends later than Horizon or MaxLifetime allows: is its time in milliseconds where seconds are meant?"),
        new(
            DenyCause.OutOfScope,
            DenyReason.OutOfScope,
            "out_of_scope",
            "The token is for another path, host, client or country, or has a restriction that the scheme cannot judge."),
        new(
            DenyCause.RequirementUnmet,
            DenyReason.OutOfScope,
            "requirement_unmet",
            "A field of the token is not what the scheme requires, such as the audience: verify says which."),
        new(
            DenyCause.Replayed,
            DenyReason.Replayed,
            "replayed",
            "The token was used before: by a second request, or because the gateway asks twice."),
        new(DenyCause.NoPolicy, DenyReason.NoPolicy, "no_policy", "No policy of the listener covers the request."),
        new(
            DenyCause.NoHost,
            DenyReason.NoPolicy,
            "no_host",
            "The host of the request is unknown, and a policy of the listener lists Hosts: have the gateway send it."),
        new(
            DenyCause.UnknownPolicy,
            DenyReason.NoPolicy,
            "unknown_policy",
            "The gateway's route names a policy that the listener does not serve."),
        new(DenyCause.UnitNotInForce, DenyReason.NoPolicy, "unit_not_in_force", "The unit of the request is not in force: see the log."),
        new(DenyCause.Denied, DenyReason.Denied, "denied", "The policy has the Action Deny."),
        new(
            DenyCause.RequestLineIllFormed,
            DenyReason.BadRequest,
            "request_line_ill_formed",
            "The method, the host or the target of the request is absent or cannot be read."),
        new(
            DenyCause.PrefixMissing,
            DenyReason.BadRequest,
            "prefix_missing",
            "The path does not begin with the listener's PathPrefix: set it to the prefix that the gateway puts in front."),
        new(
            DenyCause.HostIllFormed,
            DenyReason.BadRequest,
            "host_ill_formed",
            "The host is not of the form name:port, so that two servers may read two hosts in it."),
        new(
            DenyCause.HeaderMissing,
            DenyReason.BadRequest,
            "header_missing",
            "The gateway does not send this header, or sends it empty: set it at the gateway, or correct the listener's Kind."),
        new(
            DenyCause.HeaderRepeated,
            DenyReason.BadRequest,
            "header_repeated",
            "The check has this header more than once: have the gateway replace the client's."),
        new(
            DenyCause.HeaderIllFormed,
            DenyReason.BadRequest,
            "header_ill_formed",
            "This header of the gateway cannot be read: not a method, a path, a URL or a host."),
        new(
            DenyCause.HeaderContradicts,
            DenyReason.BadRequest,
            "header_contradicts",
            "This header names another request than the header of the listener's Kind: have the gateway remove it, or correct Kind."),
        new(
            DenyCause.MessageCompressed,
            DenyReason.BadRequest,
            "message_compressed",
            "The gRPC message is compressed, and none is decompressed: switch compression off."),
        new(DenyCause.MessageIllFormed, DenyReason.BadRequest, "message_ill_formed", "The gRPC message is no CheckRequest."),
        new(DenyCause.MessageIncomplete, DenyReason.BadRequest, "message_incomplete", "The gRPC message ended early or came too slowly."),
        new(
            DenyCause.MessageTooLarge,
            DenyReason.BadRequest,
            "message_too_large",
            "The gRPC message has more than 1 MiB beside the body, or is longer than Limits:DiscardedBody."),
        new(
            DenyCause.MessageContradicts,
            DenyReason.BadRequest,
            "message_contradicts",
            "A pseudo-header in header_map is another than its attribute, where Envoy writes '!' for a byte that is not UTF-8."),
        new(
            DenyCause.BodyCut,
            DenyReason.BadRequest,
            "body_cut",
            "The gateway cut the body: raise max_request_bytes of its with_request_body above the longest, and leave " +
                "allow_partial_message off."),
        new(
            DenyCause.BodyAsText,
            DenyReason.BadRequest,
            "body_as_text",
            "The gateway sent the body as text, where any byte that is not UTF-8 became '!': set pack_as_bytes of its with_request_body."),
        new(
            DenyCause.BodyMissing,
            DenyReason.BadRequest,
            "body_missing",
            "The request has a body that the gateway did not hand over: set with_request_body."),
        new(
            DenyCause.BodyNotPosted,
            DenyReason.BadRequest,
            "body_not_posted",
            "The gateway asks without the body: set request_method of its forward-auth to POST."),
        new(DenyCause.BodyIncomplete, DenyReason.BadRequest, "body_incomplete", "The body ended early, was ill-formed or came too slowly."),
        new(
            DenyCause.BodyTooLarge,
            DenyReason.BadRequest,
            "body_too_large",
            "The body has more bytes than are checked: raise Limits:BodySize."),
        new(
            DenyCause.BodyNoTurn,
            DenyReason.Error,
            "body_no_turn",
            "The body waited longer than Limits:BodyWait, or too many waited: add replicas, or raise Limits:Bodies and the memory limit."),
        new(
            DenyCause.StoreFailed,
            DenyReason.Error,
            "store_failed",
            "The store of used tokens does not answer, or is full: look at Redis, or raise SingleUse:MaxTokens."),
        new(DenyCause.Failed, DenyReason.Error, "failed", "The check failed; the log has the exception."),
    ];

    // In the order of their values, so that a cause is an index.
    private static readonly ImmutableArray<Row> ByValue =
        [.. Enum.GetValues<DenyCause>().Select(cause => Rows.Single(row => row.Cause == cause))];

    /// <summary>Every cause, those of one reason side by side.</summary>
    public static ImmutableArray<DenyCause> All { get; } = [.. Rows.Select(row => row.Cause)];

    /// <summary>The reason that a client is told.</summary>
    public static DenyReason Reason(this DenyCause cause) => ByValue[(int)cause].Reason;

    /// <summary>The cause for machines: <c>unknown_key</c>.</summary>
    public static string Code(this DenyCause cause) => ByValue[(int)cause].Code;

    /// <summary>The cause for people, in a sentence that says what to do.</summary>
    public static string Meaning(this DenyCause cause) => ByValue[(int)cause].Meaning;

    private sealed record Row(DenyCause Cause, DenyReason Reason, string Code, string Meaning);
}
