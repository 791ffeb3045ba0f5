using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Handshakes;

namespace TokenAuthz.Engine.Checks;

/// <summary>Decides handshakes that have no token.</summary>
internal static class HandshakeDecision
{
    /// <summary>Decides a handshake without a token.</summary>
    /// <param name="undecided">The decision.</param>
    /// <param name="policy">The policy, which does not deny handshakes.</param>
    /// <param name="handshake">The answer.</param>
    /// <param name="mayOpen">Whether the request may pass without a token.</param>
    public static Decision OfUnsigned(in Decision undecided, Policy policy, HandshakeAnswer handshake, bool mayOpen) =>
        policy switch
        {
            { Handshake: HandshakeMode.Pass } => mayOpen
                ? undecided.Pass(handshake)
                : undecided.Deny(DenyCause.HandshakeAmbiguous),
            { Handshake: HandshakeMode.Answer, CanAnswer: true } => undecided.AnswerUnsigned(handshake),
            { Handshake: HandshakeMode.Answer } => undecided.Deny(DenyCause.HandshakeNotAnswerable),
            _ => undecided.Deny(DenyCause.MissingToken),
        };
}
