namespace TokenAuthz.Engine.Hosting;

/// <summary>What an allow tells the upstream, in headers that its gateway may have to hand on.</summary>
/// <param name="KeyId"><see cref="ResponseHeaders.KeyId"/>: the key whose signature the request carries.</param>
/// <param name="Policy"><see cref="ResponseHeaders.Policy"/>: the policy that let it pass.</param>
/// <param name="RemoveToken">The token does not reach the upstream.</param>
internal sealed record OnAllowSettings(bool KeyId, bool Policy, bool RemoveToken);
