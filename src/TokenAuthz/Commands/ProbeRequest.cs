using System.Collections.Immutable;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Commands;

/// <summary>A request that a gateway would ask about, or the check itself.</summary>
internal sealed record ProbeRequest(
    string Method, string UrlScheme, string Host, string Target, ImmutableArray<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The check over HTTP by which a gateway of a kind asks about this request.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="authority">Where the check goes, which is the host of a request that names none.</param>
    public ProbeRequest AsCheck(ListenerKind kind, string authority)
    {
        if (!kind.IsForwarded) return this;
        var host = Host.Length > 0 ? Host : authority;
        var url = $"{UrlScheme}://{host}{Target}";
        var names = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        names.Add(new(kind.MethodHeader!.Text, Method));
        names.Add(new(kind.TargetHeader!.Text, kind.HostHeader is null ? url : Sent(Target, kind)));
        if (kind.HostHeader is { } name && !IsHost(name)) names.Add(new(name.Text, host));
        if (kind.ServedUrlHeader is { } served) names.Add(new(served.Text, url));
        return this with
        {
            Method = (Body.Length > 0 ? kind.BodyMethod : null) ?? HttpMethods.Get,
            Host = kind.HostHeader is { } header && IsHost(header) ? host : "",
            Target = "/",
            Headers = [.. names, .. Headers],
            Body = kind.CanSendBody ? Body : "",
        };
    }

    private static bool IsHost(HeaderName name) => name.LowerText == "host";

    private static string Sent(string target, ListenerKind kind)
    {
        if (!kind.SendsDecodedPath) return target;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? Uri.UnescapeDataString(target) : Uri.UnescapeDataString(target[..query]) + target[query..];
    }
}
