namespace TokenAuthz.Settings;

/// <summary>Where tokens that may be used once are remembered.</summary>
/// <param name="Redis">The Redis that replicas share, as StackExchange.Redis writes it: <c>redis:6379,password=...</c>; null for this process's memory.</param>
/// <param name="MaxTokens">How many tokens memory holds; a further one is denied until some have ended.</param>
internal sealed record SingleUseSettings(string? Redis, int MaxTokens);
