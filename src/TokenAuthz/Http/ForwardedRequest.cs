using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Http;

/// <summary>Reads the original request from the headers in which a gateway names it; headers that are unclear name none.</summary>
internal static class ForwardedRequest
{
    /// <summary>Reads the original request.</summary>
    /// <returns>False when a header is missing, empty, repeated, ill-formed, or contradicts another.</returns>
    public static bool TryRead(IHeaderDictionary headers, ListenerKind kind, out CheckedRequest original)
    {
        original = default;
        if (!TryGetSingle(headers, kind.MethodHeader!, out var method) || !HeaderName.IsToken(method)) return false;
        if (!TryGetSingle(headers, kind.TargetHeader!, out var uri)) return false;
        if (kind.SendsDecodedPath) uri = DecodedPath.Encode(uri);
        if (!TrySplit(uri, out var authority, out var target)) return false;

        var host = authority;
        if (kind.HostHeader is null ? host.Length == 0 : !TryGetSingle(headers, kind.HostHeader, out host)) return false;

        // A URL may not name another host than the gateway does.
        if (authority.Length > 0 && !string.Equals(authority, host, StringComparison.OrdinalIgnoreCase)) return false;
        if (!AgreesWithOthers(headers, kind, target)) return false;
        if (kind.ServedUrlHeader is not null && !TryConfirm(headers, kind.ServedUrlHeader, ref host)) return false;
        original = new(method, host, target);
        return true;
    }

    // A host that nginx does not confirm is unknown: no policy with Hosts matches it, and no signature of a host.
    private static bool TryConfirm(IHeaderDictionary headers, HeaderName servedUrl, ref string host)
    {
        Span<char> buffer = stackalloc char[RequestHost.MaxLength], otherBuffer = stackalloc char[RequestHost.MaxLength];
        if (!RequestHost.TryNormalize(host, buffer, out var asked)) return false;
        if (TryGetSingle(headers, servedUrl, out var url) && TrySplit(url, out var served, out _) && served.Length > 0)
            return RequestHost.TryNormalize(served, otherBuffer, out var other) && asked.SequenceEqual(other);

        host = "";
        return true;
    }

    // The headers of other kinds are from the client or from a gateway in front: a target that differs in them is a deny.
    private static bool AgreesWithOthers(IHeaderDictionary headers, ListenerKind kind, string target)
    {
        foreach (var header in ListenerKind.TargetHeaders)
        {
            if (header == kind.TargetHeader || headers[header.Text].Count == 0) continue;
            if (!TryGetSingle(headers, header, out var uri) || !TrySplit(uri, out _, out var other) || other != target) return false;
        }

        return true;
    }

    private static bool TryGetSingle(IHeaderDictionary headers, HeaderName name, out string value)
    {
        var values = headers[name.Text];
        value = values.Count == 1 ? values[0] ?? "" : "";
        return value.Length > 0;
    }

    /// <summary>Takes a path or an http URL apart, without decoding anything.</summary>
    private static bool TrySplit(string uri, out string authority, out string target)
    {
        (authority, target) = ("", uri);
        if (uri.AsSpan().ContainsAnyInRange('\0', ' ') || uri.Contains('#', StringComparison.Ordinal) || HasBadEscape(uri)) return false;
        if (uri[0] == '/') return true;

        var scheme = uri.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || uri[..scheme] is not ("http" or "https")) return false;
        var begin = scheme + "://".Length;
        var end = uri.IndexOfAny(['/', '?', '\\'], begin);
        if (end < 0 || uri[end] != '/') return false;
        (authority, target) = (uri[begin..end], uri[end..]);
        return authority.Length > 0;
    }

    private static bool HasBadEscape(string uri)
    {
        for (var i = uri.IndexOf('%', StringComparison.Ordinal); i >= 0; i = uri.IndexOf('%', i + 1))
        {
            if (i + 2 >= uri.Length || !char.IsAsciiHexDigit(uri[i + 1]) || !char.IsAsciiHexDigit(uri[i + 2])) return true;
        }

        return false;
    }
}
