using System.Collections.Immutable;

namespace TokenAuthz.Engine.Keys;

/// <summary>Inspects the bytes of secrets, as they are written and as schemes decode them, and collects warnings.</summary>
internal sealed class KeyInspection(WeakKeys weakKeys)
{
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>The doubts about keys that are accepted.</summary>
    public ImmutableArray<string> Warnings => [.. _warnings];

    /// <summary>Whether RSA keys below 2048 bits are accepted.</summary>
    public bool AllowsShortRsa => weakKeys is WeakKeys.Allow;

    /// <summary>Why a secret may not be used, with what to do; null when it may.</summary>
    /// <param name="id">The key's id; null when it has none.</param>
    /// <param name="secret">Its bytes.</param>
    public string? WhyRefused(string? id, ReadOnlySpan<byte> secret)
    {
        if (weakKeys is WeakKeys.Allow || KeyStrength.WhyWeak(secret) is not { } weak) return null;
        var advice = $"{weak}: set another (openssl rand -hex 32), or AllowWeakKeys to true if you mean it";
        if (weakKeys is WeakKeys.Refuse) return advice;
        Warn(id, $"{weak}; serve refuses it");
        return null;
    }

    /// <summary>Warns of a secret that signs with few bytes.</summary>
    public void WarnIfShort(string id, ReadOnlySpan<byte> secret)
    {
        if (weakKeys is WeakKeys.Allow || KeyStrength.WhyWeak(secret) is not null) return;
        if (KeyStrength.WhyDoubtful(secret) is { } doubt) Warn(id, doubt);
    }

    /// <summary>Warns of a key.</summary>
    public void Warn(string? id, string doubt) => _warnings.Add($"key {id}: {doubt}");
}
