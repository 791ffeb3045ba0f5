using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Http;

/// <summary>Reads the original request from the headers in which a gateway names it; headers that are unclear name none.</summary>
internal static class ForwardedRequest
{
    /// <summary>Reads the original request.</summary>
    /// <returns>Which header is missing, repeated, ill-formed, or contradicts another; null when none is.</returns>
    public static UnclearRequest? Read(IHeaderDictionary headers, ListenerKind kind, out CheckedRequest original)
    {
        var (methodHeader, targetHeader) = (kind.MethodHeader!, kind.TargetHeader!);
        original = default;
        if (Find(headers, methodHeader, out var method) is { } noMethod) return noMethod;
        if (!HeaderName.IsToken(method)) return IllFormed(methodHeader);
        if (Find(headers, targetHeader, out var uri) is { } noTarget) return noTarget;
        if (kind.SendsDecodedPath) uri = DecodedPath.Encode(uri);
        if (!TrySplit(uri, out var authority, out var target)) return IllFormed(targetHeader);

        var host = authority;
        if (kind.HostHeader is null && host.Length == 0) return IllFormed(targetHeader);
        if (kind.HostHeader is { } hostHeader && Find(headers, hostHeader, out host) is { } noHost) return noHost;

        // A URL may not name another host than the gateway does.
        if (authority.Length > 0 && !string.Equals(authority, host, StringComparison.OrdinalIgnoreCase)) return Contradicts(targetHeader);
        if (FindOther(headers, kind, target) is { } other) return Contradicts(other);
        if (kind.ServedUrlHeader is { } served && Confirm(headers, served, kind.HostHeader ?? targetHeader, ref host) is { } unclear)
            return unclear;
        original = new(method, host, target);
        return null;
    }

    // A host that nginx does not confirm is unknown: no policy with Hosts matches it, and no signature of a host.
    private static UnclearRequest? Confirm(IHeaderDictionary headers, HeaderName servedUrl, HeaderName hostHeader, ref string host)
    {
        Span<char> buffer = stackalloc char[RequestHost.MaxLength], otherBuffer = stackalloc char[RequestHost.MaxLength];
        if (!RequestHost.TryNormalize(host, buffer, out var asked)) return IllFormed(hostHeader);
        if (Find(headers, servedUrl, out var url) is null && TrySplit(url, out var served, out _) && served.Length > 0)
        {
            return RequestHost.TryNormalize(served, otherBuffer, out var other) && asked.SequenceEqual(other)
                ? null
                : Contradicts(servedUrl);
        }

        host = "";
        return null;
    }

    // The headers of other kinds are from the client or from a gateway in front: a target that differs in them is a deny.
    private static HeaderName? FindOther(IHeaderDictionary headers, ListenerKind kind, string target)
    {
        foreach (var header in ListenerKind.TargetHeaders)
        {
            if (header == kind.TargetHeader || headers[header.Text].Count == 0) continue;
            if (Find(headers, header, out var uri) is not null || !TrySplit(uri, out _, out var other) || other != target) return header;
        }

        return null;
    }

    private static UnclearRequest? Find(IHeaderDictionary headers, HeaderName name, out string value)
    {
        var values = headers[name.Text];
        value = values.Count == 1 ? values[0] ?? "" : "";
        if (value.Length > 0) return null;
        return new(values.Count > 1 ? DenyCause.HeaderRepeated : DenyCause.HeaderMissing, name.Text);
    }

    private static UnclearRequest IllFormed(HeaderName name) => new(DenyCause.HeaderIllFormed, name.Text);

    private static UnclearRequest Contradicts(HeaderName name) => new(DenyCause.HeaderContradicts, name.Text);

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
