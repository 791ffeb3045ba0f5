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

    /// <summary>The times were checked; the token holds until a Unix time.</summary>
    void Time(DenyReason? reason, long until);

    /// <summary>The scope was checked.</summary>
    void Scope(bool isIncluded);
}
