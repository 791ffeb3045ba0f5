namespace TokenAuthz.Engine.Snapshots;

/// <summary>What an allow tells the upstream, in headers that its gateway may have to hand on.</summary>
/// <param name="KeyId">The header <c>x-auth-key-id</c>: the key that signed the request.</param>
/// <param name="Policy">The header <c>x-auth-policy</c>: the policy that let the request pass.</param>
/// <param name="RemoveToken">The gateway removes the token.</param>
public sealed record OnAllowSettings(bool KeyId, bool Policy, bool RemoveToken)
{
    /// <summary>Whether an allow changes no header.</summary>
    public bool IsNothing => !KeyId && !Policy && !RemoveToken;

    /// <summary>An allow changes nothing.</summary>
    public static OnAllowSettings Nothing { get; } = new(KeyId: false, Policy: false, RemoveToken: false);
}
