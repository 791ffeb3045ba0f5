using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections;
using TokenAuthz.Listeners;

namespace TokenAuthz.Connections;

/// <summary>The open connections, which are no more than the limits allow.</summary>
internal sealed class OpenConnections(LimitSettings limits)
{
    // kubelet, scrapers and healthcheck need a few.
    private const int MaxAdmin = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, OpenConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _accepted;
    private volatile int _checks;

    /// <summary>
    /// How many connections are open to the listeners of checks. Those to the admin port do not count, because a scraper that keeps its
    /// connection must not delay the end of a drain.
    /// </summary>
    public int Checks => _checks;

    /// <summary>Whether some listener of checks has no room for another connection.</summary>
    public bool AreFull
    {
        get
        {
            lock (_lock)
            {
                return _checks >= limits.Connections
                    || _counts.Any(count => count.Key != Listener.AdminName && count.Value >= limits.ConnectionsPerListener);
            }
        }
    }

    /// <summary>Counts a connection in.</summary>
    /// <returns>Null when the listener has no room for it.</returns>
    public OpenConnection? TryOpen(Listener listener, ConnectionContext context)
    {
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(listener.Name);
            var isFull = listener.IsAdmin
                ? count >= MaxAdmin
                : count >= limits.ConnectionsPerListener || _checks >= limits.Connections;
            if (isFull) return null;
            var connection = new OpenConnection(listener, context, ++_accepted);
            _connections.Add(context.ConnectionId, connection);
            _counts[listener.Name] = count + 1;
            if (!listener.IsAdmin) _checks++;
            return connection;
        }
    }

    /// <summary>Counts a connection out.</summary>
    public void Close(OpenConnection connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection.Context.ConnectionId);
            _counts[connection.Listener.Name]--;
            if (!connection.Listener.IsAdmin) _checks--;
        }
    }

    /// <summary>The connection with one of Kestrel's ids; null when it is closed.</summary>
    public OpenConnection? Find(string connectionId)
    {
        lock (_lock) return _connections.GetValueOrDefault(connectionId);
    }

    /// <summary>The newer half of the connections of checks, rounded up, without those that are about to close.</summary>
    public ImmutableArray<OpenConnection> NewerHalf()
    {
        lock (_lock)
        {
            var checks = _connections.Values
                .Where(connection => connection is { Listener.IsAdmin: false, IsAborted: false })
                .OrderByDescending(connection => connection.Number)
                .ToArray();
            return [.. checks.Take((checks.Length + 1) / 2)];
        }
    }
}
