namespace TokenAuthz.Engine.Policies;

/// <summary>A host in lower case without a port, or with a first label of <c>*</c> all hosts that have any one label in its place.</summary>
internal sealed record HostPattern(string Name, bool IsWildcard)
{
    private const int MaxLength = 253;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static HostPattern Parse(string text)
    {
        var isWildcard = text.StartsWith("*.", StringComparison.Ordinal);
        var name = (isWildcard ? text[2..] : text).TrimEnd('.').ToLowerInvariant();
        var isAddress = name.StartsWith('[') && name.EndsWith(']') && !isWildcard;
        if (name.Length is 0 or > MaxLength || (!isAddress && (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')) || name.Split('.').Contains(""))))
            throw new FormatException("write a host without its port, such as video.example.com, or *.example.com for every one label in front");
        return new(name, isWildcard);
    }

    /// <summary>Reads the host of a request into characters: in lower case, without its port and a dot at its end.</summary>
    /// <param name="host">The value of <c>Host</c> or <c>:authority</c>.</param>
    /// <param name="name">Room for the characters.</param>
    /// <returns>The host; empty when there is none or it is too long to be one.</returns>
    public static ReadOnlySpan<char> Normalize(ReadOnlySpan<byte> host, Span<char> name)
    {
        var end = host.LastIndexOf((byte)':');
        if (end >= 0 && host[end..].IndexOf((byte)']') < 0) host = host[..end];
        if (host is [.. var rest, (byte)'.']) host = rest;
        if (host.Length > name.Length) return default;
        for (var i = 0; i < host.Length; i++) name[i] = char.ToLowerInvariant((char)host[i]);
        return name[..host.Length];
    }
}
