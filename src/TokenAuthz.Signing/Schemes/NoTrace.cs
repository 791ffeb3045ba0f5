namespace TokenAuthz.Signing.Schemes;

/// <summary>Nobody listens.</summary>
internal readonly struct NoTrace : IVerifyTrace
{
    public static bool IsOn => false;

    public void Field(string name, ReadOnlySpan<byte> value)
    {
    }

    public void Message(string keyId, ReadOnlySpan<byte> message, bool isMatch)
    {
    }

    public void Time(DenyReason? reason, long until)
    {
    }

    public void Body(bool isSigned)
    {
    }

    public void Scope(bool isIncluded)
    {
    }
}
