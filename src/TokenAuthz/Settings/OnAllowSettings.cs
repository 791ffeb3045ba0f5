namespace TokenAuthz.Settings;

/// <summary>What an allow tells the gateway, in headers that it may hand to the upstream.</summary>
/// <param name="KeyId"><c>x-auth-key-id</c>: the key whose signature the request carries.</param>
/// <param name="Policy"><c>x-auth-policy</c>: the policy that let it pass.</param>
/// <param name="RemoveToken"><c>x-envoy-auth-headers-to-remove</c>: the token does not reach the upstream.</param>
internal sealed record OnAllowSettings(bool KeyId, bool Policy, bool RemoveToken);
