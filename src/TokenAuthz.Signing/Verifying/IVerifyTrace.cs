namespace TokenAuthz.Signing.Verifying;

/// <summary>Receives the steps of a check, as the command <c>verify</c> prints them. Each member does nothing by default.</summary>
public interface IVerifyTrace
{
    /// <summary>A scheme is tried, and the steps that follow are of it.</summary>
    void Scheme(AcceptedScheme scheme)
    {
    }

    /// <summary>Beside the token of a scheme, the request has a token of another scheme, so that it is denied.</summary>
    void SecondToken(AcceptedScheme scheme)
    {
    }

    /// <summary>The token has a field.</summary>
    void Field(string name, ReadOnlySpan<byte> value)
    {
    }

    /// <summary>A text with a name, in the message that follows; the key and the salt are masked in it.</summary>
    void Text(string name, ReadOnlySpan<byte> text)
    {
    }

    /// <summary>A message, with the key and the salt masked, was signed with a key and compared with the token's signature.</summary>
    void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
    {
    }

    /// <summary>
    /// The times were checked; the token ends within a second of Unix time, which may be beyond the year 9999, or never
    /// (<see cref="long.MaxValue"/>). It is invalid if a time is ill-formed.
    /// </summary>
    void Time(DenyReason? reason, long until)
    {
    }

    /// <summary>A field was compared with what it is required to equal.</summary>
    void Requirement(string field, bool isMet)
    {
    }

    /// <summary>The body was compared with the signed digest of it.</summary>
    void Body(bool isSigned)
    {
    }

    /// <summary>The request was compared with the token's scope.</summary>
    void Scope(bool isIncluded)
    {
    }
}
