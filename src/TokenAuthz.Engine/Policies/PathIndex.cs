using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Policies;

/// <summary>The policies of one host, by the first segment of the paths that they match. Immutable.</summary>
internal sealed class PathIndex
{
    // A scan of fewer is faster than the dictionary.
    private const int MinIndexed = 8;

    private const int MaxSegmentLength = 128;

    private readonly ImmutableArray<Policy> _policies;
    private readonly FrozenDictionary<string, int[]>? _bySegment;
    private readonly int[] _others;

    /// <param name="policies">Every policy of the listener.</param>
    /// <param name="members">The positions of this host's, in ascending order.</param>
    public PathIndex(ImmutableArray<Policy> policies, int[] members)
    {
        _policies = policies;
        _others = members;
        if (members.Length < MinIndexed) return;

        var segments = members.ToLookup(i => policies[i].Scope.FirstSegments?.All(first => first.Length <= MaxSegmentLength) is true);
        _others = [.. segments[false]];
        _bySegment = segments[true]
            .SelectMany(i => policies[i].Scope.FirstSegments!.Select(segment => (segment, i)))
            .GroupBy(entry => entry.segment, entry => entry.i, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Looks for a policy that matches a request and stands before the one that was found.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path.</param>
    /// <param name="first">The position of the one that was found, or is found here.</param>
    public void Match<TRequest>(ref TRequest request, ReadOnlySpan<byte> path, ref int first)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (_bySegment is not null
            && TryGetSegment(path, stackalloc char[MaxSegmentLength], out var segment)
            && _bySegment.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var members))
            Try(members, ref request, path, ref first);
        Try(_others, ref request, path, ref first);
    }

    private void Try<TRequest>(int[] members, ref TRequest request, ReadOnlySpan<byte> path, ref int first)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var member in members)
        {
            if (member >= first) return;
            if (!_policies[member].Matches(ref request, path)) continue;
            first = member;
            return;
        }
    }

    private static bool TryGetSegment(ReadOnlySpan<byte> path, Span<char> buffer, out ReadOnlySpan<char> segment)
    {
        segment = default;
        if (path.IsEmpty || path[0] != '/') return false;
        var rest = path[1..];
        var end = rest.IndexOf((byte)'/');
        if (end >= 0) rest = rest[..end];
        if (rest.Length > buffer.Length) return false;
        segment = buffer[..Encoding.Latin1.GetChars(rest, buffer)];
        return true;
    }
}
