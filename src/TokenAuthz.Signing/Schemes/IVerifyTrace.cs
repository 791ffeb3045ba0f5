namespace TokenAuthz.Signing.Schemes;

/// <summary>Is told the steps of a check. Compiled away where nobody listens.</summary>
public interface IVerifyTrace
{
    /// <summary>Whether anybody listens.</summary>
    static abstract bool IsOn { get; }

    /// <summary>A field of the token was found.</summary>
    void Field(string name, ReadOnlySpan<byte> value);

    /// <summary>A message was signed with a key, which is masked in it, and compared.</summary>
    void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch);

    /// <summary>
    /// The times were checked; the token holds until a Unix time. It is invalid when a time is ill-formed, and then it never
    /// ends, or when it is beyond the horizon.
    /// </summary>
    void Time(DenyReason? reason, long until);

    /// <summary>The body was compared with the digest of it that is signed.</summary>
    void Body(bool isSigned);

    /// <summary>The scope was checked.</summary>
    void Scope(bool isIncluded);
}
