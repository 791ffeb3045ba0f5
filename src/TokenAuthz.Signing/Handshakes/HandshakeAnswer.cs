namespace TokenAuthz.Signing.Handshakes;

/// <summary>The answer that ends a handshake, with the status 200. It allows nothing.</summary>
/// <param name="Handshake">The name of the handshake, from the scheme.</param>
/// <param name="Type">What the body is.</param>
/// <param name="Body">The body: at most 2048 bytes of UTF-8, of ASCII unless it is JSON.</param>
public sealed record HandshakeAnswer(string Handshake, AnswerType Type, ReadOnlyMemory<byte> Body)
{
    /// <summary>The media type of the body.</summary>
    public string ContentType => Type is AnswerType.Json ? "application/json" : "text/plain";
}
