using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Checks;

/// <summary>How an allow changes the headers of the request before the gateway sends it on. The default value changes none.</summary>
public readonly ref struct UpstreamHeaders
{
    private readonly SetHeaders _set;
    private readonly int _count;
    private readonly ImmutableArray<string> _removed;

    internal UpstreamHeaders(OnAllowSettings settings, Policy? policy, Key? key)
    {
        if (settings.KeyId) _set[_count++] = new(ResponseHeaders.KeyId, key?.Name ?? "");
        if (settings.Policy) _set[_count++] = new(ResponseHeaders.Policy, policy?.Name ?? "");
        if (settings.RemoveToken && policy?.Accepts is { } accepted) (_removed, Removal) = (accepted.TokenHeaders, accepted.Removal);
    }

    /// <summary>The headers to be set, also to an empty value: one of that name that the client sent must not reach the upstream.</summary>
    [UnscopedRef]
    public ReadOnlySpan<UpstreamHeader> Set => ((ReadOnlySpan<UpstreamHeader>)_set)[.._count];

    /// <summary>The names of the headers to be removed, because the token is in them.</summary>
    public ImmutableArray<string> Removed => _removed.IsDefault ? [] : _removed;

    /// <summary>Takes the token off the query and off cookies; null when it stays there.</summary>
    public TokenRemoval? Removal { get; }

    [InlineArray(2)]
    private struct SetHeaders
    {
        private UpstreamHeader _first;
    }
}
