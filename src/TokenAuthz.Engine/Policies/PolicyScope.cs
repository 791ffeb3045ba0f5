using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Policies;

/// <summary>The requests that a policy matches: those of one of its hosts, paths and methods; an empty list matches every one.</summary>
internal sealed record PolicyScope(ImmutableArray<HostPattern> Hosts, ImmutableArray<PathPattern> Paths, ImmutableArray<byte[]> Methods)
{
    /// <summary>Every request.</summary>
    public static PolicyScope Everything { get; } = new([], [], []);

    /// <summary>Whether every request matches.</summary>
    public bool IsEverything => Hosts.IsEmpty && Paths.IsEmpty && Methods.IsEmpty;

    /// <summary>The first segments of the paths that match; null when they cannot be listed.</summary>
    public ImmutableHashSet<string>? FirstSegments { get; } =
        Paths.IsEmpty || Paths.Any(path => path.FirstSegment is null) ? null : [.. Paths.Select(path => path.FirstSegment!)];

    /// <summary>Whether every request of another scope is one of this. False where that is not certain.</summary>
    public bool Covers(PolicyScope other) =>
        (Hosts.IsEmpty || (!other.Hosts.IsEmpty && other.Hosts.All(host => Hosts.Any(own => own.Covers(host)))))
        && (Paths.IsEmpty || (!other.Paths.IsEmpty && other.Paths.All(path => Paths.Any(own => own.Covers(path)))))
        && (Methods.IsEmpty || (!other.Methods.IsEmpty && other.Methods.All(method => IsOneOf(Methods, method))));

    /// <summary>Whether the path and the method of a request match; its host was looked at before.</summary>
    public bool Matches<TRequest>(ref TRequest request, ReadOnlySpan<byte> path)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (!Methods.IsEmpty && !IsOneOf(Methods, request.Method)) return false;
        if (Paths.IsEmpty) return true;
        foreach (var pattern in Paths)
        {
            if (pattern.Matches(path)) return true;
        }

        return false;
    }

    private static bool IsOneOf(ImmutableArray<byte[]> methods, ReadOnlySpan<byte> method)
    {
        foreach (var candidate in methods)
        {
            if (method.SequenceEqual(candidate)) return true;
        }

        return false;
    }
}
