namespace TokenAuthz.Signing.Verifying;

/// <summary>Receives each step of a check, as the command <c>verify</c> prints them.</summary>
public interface IVerifyTrace
{
    /// <summary>The token has a field.</summary>
    void Field(string name, ReadOnlySpan<byte> value);

    /// <summary>A message, with the key and the salt masked, was signed with a key and compared with the token's signature.</summary>
    void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch);

    /// <summary>
    /// The times were checked; the token holds until a Unix time. It is invalid when a time is ill-formed, and then it never
    /// ends, or when it is beyond the horizon.
    /// </summary>
    void Time(DenyReason? reason, long until);

    /// <summary>The body was compared with the signed digest of it.</summary>
    void Body(bool isSigned);

    /// <summary>The request was compared with the token's scope.</summary>
    void Scope(bool isIncluded);
}
