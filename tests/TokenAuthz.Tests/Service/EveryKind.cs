using System.Collections.Immutable;
using TokenAuthz.Listeners;
using TokenAuthz.Tests.Service;

[assembly: AssemblyFixture(typeof(EveryKind))]

namespace TokenAuthz.Tests.Service;

/// <summary>
/// One service with a listener of every kind, which trusts this machine, and policies that an attacker would get around:
/// <c>/public/</c> is open, <c>closed.example.com</c> is closed, everything else needs its token.
/// </summary>
public sealed class EveryKind : IAsyncDisposable
{
    private static readonly ImmutableArray<string> Policies =
    [
        "Policies:0:Name=closed", "Policies:0:Hosts:0=closed.example.com", "Policies:0:Action=Deny",
        "Policies:1:Name=public", "Policies:1:Paths:0=/public/", "Policies:1:Action=Allow",
        "Policies:2:Name=rest",
    ];

    internal RunningService Service { get; } = RunningService.Start([.. ListenerKind.All.SelectMany(Listener), .. Policies]);

    internal int PortOf(string kind) =>
        Service.Ports[ListenerKind.All.IndexOf(ListenerKind.All.Single(candidate => candidate.Name == kind))];

    /// <summary>Sends a request that ends its connection to the listener of a kind; header lines each end in CR LF.</summary>
    internal Task<RawAnswer> AskAsync(string kind, string target, string headers) =>
        RawHttp.SendToEndAsync(PortOf(kind), RawHttp.Request("GET", target, headers: headers));

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static IEnumerable<string> Listener(ListenerKind kind, int index)
    {
        yield return $"Listeners:{index}:Name={kind.Name}";
        yield return $"Listeners:{index}:Kind={kind.Name}";
        yield return $"Listeners:{index}:Url=http://127.0.0.1:0";
        if (kind.IsForwarded) yield return $"Listeners:{index}:TrustedProxies:0=127.0.0.1";
    }
}
