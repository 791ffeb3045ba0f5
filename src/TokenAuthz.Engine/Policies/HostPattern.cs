using System.Text;

namespace TokenAuthz.Engine.Policies;

/// <summary>A host, or every host with one more label in front.</summary>
/// <param name="Name">The host as <see cref="RequestHost"/> normalizes it; of a wildcard, what follows <c>*.</c></param>
/// <param name="IsWildcard">Whether the first label is <c>*</c>.</param>
internal sealed record HostPattern(string Name, bool IsWildcard)
{
    /// <summary>The pattern as configuration writes it, in lower case.</summary>
    public string Text => IsWildcard ? $"*.{Name}" : Name;

    /// <summary>Whether every host that another pattern matches is one of this pattern.</summary>
    public bool Contains(HostPattern other)
    {
        if (other == this) return true;
        return IsWildcard && !other.IsWildcard && other.Name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && other.Name.AsSpan(dot + 1).SequenceEqual(Name);
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">The text is no pattern.</exception>
    public static HostPattern Parse(string text)
    {
        var isWildcard = text.StartsWith("*.", StringComparison.Ordinal);
        var host = isWildcard ? text[2..] : text;
        Span<char> buffer = stackalloc char[RequestHost.MaxLength];
        var isHost = RequestHost.TryNormalize(Encoding.UTF8.GetBytes(host), buffer, out var name);
        return isHost && !HasPort(host) && !(isWildcard && host.StartsWith('['))
            ? new(name.ToString(), isWildcard)
            : throw new FormatException(
                "write a host without its port, such as video.example.com, or *.example.com for every one label in front");
    }

    /// <summary>Whether every host that another pattern matches is matched by this one.</summary>
    public bool Covers(HostPattern other) =>
        this == other || (IsWildcard && !other.IsWildcard && other.Name[(other.Name.IndexOf('.', StringComparison.Ordinal) + 1)..] == Name);

    private static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']');
}
