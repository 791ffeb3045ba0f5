namespace TokenAuthz.Engine.Policies;

/// <summary>What a policy does with the handshakes of its scheme.</summary>
/// <remarks>The first is the default value: without a setting, a handshake is a request like any other.</remarks>
public enum HandshakeMode
{
    /// <summary>A handshake without a token is denied; one with a valid token passes, as every request does that has one.</summary>
    Deny,

    /// <summary>The gateway answers a handshake itself, if it can. No handshake that is answered reaches the application.</summary>
    Answer,

    /// <summary>A handshake passes without a token, if it is nothing but the handshake.</summary>
    Pass,
}
