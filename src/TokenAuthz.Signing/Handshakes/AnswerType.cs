namespace TokenAuthz.Signing.Handshakes;

/// <summary>What the answer to a handshake is, so that no browser takes it for HTML.</summary>
public enum AnswerType
{
    /// <summary>Printable ASCII, as <c>text/plain</c>.</summary>
    Text,

    /// <summary>JSON (RFC 8259), as <c>application/json</c>.</summary>
    Json,
}
