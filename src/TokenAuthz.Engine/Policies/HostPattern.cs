using System.Text;

namespace TokenAuthz.Engine.Policies;

/// <summary>A host as <see cref="RequestHost"/> writes it, or with a first label of <c>*</c> all hosts that have any one label in its place.</summary>
internal sealed record HostPattern(string Name, bool IsWildcard)
{
    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static HostPattern Parse(string text)
    {
        var isWildcard = text.StartsWith("*.", StringComparison.Ordinal);
        var host = isWildcard ? text[2..] : text;
        Span<char> buffer = stackalloc char[RequestHost.MaxLength];
        if (HasPort(host) || (isWildcard && host.StartsWith('[')) || !RequestHost.TryNormalize(Encoding.UTF8.GetBytes(host), buffer, out var name))
            throw new FormatException("write a host without its port, such as video.example.com, or *.example.com for every one label in front");
        return new(name.ToString(), isWildcard);
    }

    private static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']');
}
