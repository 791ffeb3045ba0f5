using System.Collections.Immutable;

namespace TokenAuthz.Engine.Keys;

/// <summary>Inspects the bytes of keys, as they are written and as schemes decode them, and collects warnings.</summary>
internal sealed class KeyInspection(WeakKeys weakKeys)
{
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>The doubts about keys that are accepted.</summary>
    public ImmutableArray<string> Warnings => [.. _warnings];

    /// <summary>Why a key may not be used, with what to do; null when it may.</summary>
    /// <param name="id">The key's id; null when it has none.</param>
    /// <param name="secret">Its bytes.</param>
    public string? WhyRefused(string? id, ReadOnlySpan<byte> secret)
    {
        if (weakKeys is WeakKeys.Allow || KeyStrength.WhyWeak(secret) is not { } weak) return null;
        var advice = $"{weak}: set another (openssl rand -hex 32), or AllowWeakKeys to true if you mean it";
        if (weakKeys is WeakKeys.Refuse) return advice;
        _warnings.Add($"key {id}: {weak}; serve refuses it");
        return null;
    }

    /// <summary>Warns of a key that signs with few bytes.</summary>
    public void WarnIfShort(string id, ReadOnlySpan<byte> secret)
    {
        if (weakKeys is WeakKeys.Allow || KeyStrength.WhyWeak(secret) is not null) return;
        if (KeyStrength.WhyDoubtful(secret) is { } doubt) _warnings.Add($"key {id}: {doubt}");
    }
}
