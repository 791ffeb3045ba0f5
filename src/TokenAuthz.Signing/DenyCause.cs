namespace TokenAuthz.Signing;

/// <summary>
/// What a deny comes from, below its <see cref="DenyReason"/>: a closed set for the log and for commands. Clients are told the reason
/// only, because a cause would help an attacker.
/// </summary>
/// <remarks>
/// The default value is <see cref="Failed"/>, so that a verdict that was never set denies as an error. From <see cref="MissingToken"/> to
/// <see cref="RequirementUnmet"/> the order is that of the steps of a check: of several schemes, the greatest cause is reported.
/// </remarks>
public enum DenyCause
{
    /// <summary>The check failed.</summary>
    Failed,

    /// <summary>The store of used tokens failed, or is full.</summary>
    StoreFailed,

    /// <summary>A signed body had to wait too long.</summary>
    BodyNoTurn,

    /// <summary>There is no token.</summary>
    MissingToken,

    /// <summary>There is a token, in a place where the scheme does not look.</summary>
    TokenElsewhere,

    /// <summary>A handshake that the gateway cannot have answered.</summary>
    HandshakeNotAnswerable,

    /// <summary>A handshake with an ambiguous path.</summary>
    HandshakeAmbiguous,

    /// <summary>The token does not have the form of the scheme.</summary>
    TokenIllFormed,

    /// <summary>The token is there twice in one place.</summary>
    TokenRepeated,

    /// <summary>There are two different tokens.</summary>
    TwoTokens,

    /// <summary>A parameter follows the token that has to be the last one.</summary>
    TokenNotLast,

    /// <summary>The token names a key that is not the policy's.</summary>
    UnknownKey,

    /// <summary>A time of the token is ill-formed, or missing.</summary>
    TimeIllFormed,

    /// <summary>A token of single use without an end.</summary>
    NoEnd,

    /// <summary>Every key that may have signed has ended, or begins later.</summary>
    KeyNotValid,

    /// <summary>The token names an algorithm that is not the key's.</summary>
    OtherAlgorithm,

    /// <summary>The request lacks a part that is signed.</summary>
    PartMissing,

    /// <summary>The text of the signature is not in the scheme's encoding.</summary>
    SignatureIllFormed,

    /// <summary>No key gives the signature.</summary>
    WrongSignature,

    /// <summary>No key gives the signature, and the body that it covers is empty.</summary>
    BodyEmpty,

    /// <summary>The body does not have the digest that is signed.</summary>
    OtherBody,

    /// <summary>The token has ended.</summary>
    Expired,

    /// <summary>The token begins later.</summary>
    NotYetValid,

    /// <summary>The token ends later than the scheme allows.</summary>
    EndsTooLate,

    /// <summary>The token is for another path, host or client.</summary>
    OutOfScope,

    /// <summary>A field of the token is not what the scheme requires.</summary>
    RequirementUnmet,

    /// <summary>The token was used before.</summary>
    Replayed,

    /// <summary>No policy matches the request.</summary>
    NoPolicy,

    /// <summary>The request has no host, and a policy lists hosts.</summary>
    NoHost,

    /// <summary>The route names a policy that the listener does not serve.</summary>
    UnknownPolicy,

    /// <summary>The configuration unit that decides the request is not in force.</summary>
    UnitNotInForce,

    /// <summary>The policy denies all requests.</summary>
    Denied,

    /// <summary>Method or target is absent, or cannot be read.</summary>
    RequestLineIllFormed,

    /// <summary>The path does not begin with the listener's prefix.</summary>
    PrefixMissing,

    /// <summary>The host can be read in more than one way.</summary>
    HostIllFormed,

    /// <summary>A header of the gateway is missing or empty.</summary>
    HeaderMissing,

    /// <summary>A header of the gateway is there twice.</summary>
    HeaderRepeated,

    /// <summary>A header of the gateway cannot be read.</summary>
    HeaderIllFormed,

    /// <summary>A header names another request than the gateway's.</summary>
    HeaderContradicts,

    /// <summary>The gRPC message is compressed.</summary>
    MessageCompressed,

    /// <summary>The gRPC message is no check.</summary>
    MessageIllFormed,

    /// <summary>The gRPC message ended early, or came too slowly.</summary>
    MessageIncomplete,

    /// <summary>The gRPC message is too large.</summary>
    MessageTooLarge,

    /// <summary>The gRPC message names two requests.</summary>
    MessageContradicts,

    /// <summary>The gateway cut the body.</summary>
    BodyCut,

    /// <summary>The gateway sent the body as text.</summary>
    BodyAsText,

    /// <summary>The gateway did not send the body.</summary>
    BodyMissing,

    /// <summary>The gateway asks by a method without a body.</summary>
    BodyNotPosted,

    /// <summary>The body ended early, or came too slowly.</summary>
    BodyIncomplete,

    /// <summary>The body has more bytes than are checked.</summary>
    BodyTooLarge,
}
