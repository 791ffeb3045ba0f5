using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine;

/// <summary>
/// Answers the question: may this request pass? By one immutable snapshot of the configuration, which a reload replaces
/// in full or not at all. Calls nobody back: the host counts, logs and answers, and says when to look for changes.
/// </summary>
public sealed class DecisionEngine
{
    private readonly SnapshotReader _reader;
    private readonly TimeProvider _time;
    private volatile Snapshot _snapshot;
    private WatchedFiles _files = new();

    /// <summary>Reads the configuration.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="readListeners">Reads the host's own settings of the same section, so that every error comes at once, and says by which ways requests come in.</param>
    /// <param name="time">The clock of every check.</param>
    /// <exception cref="ConfigurationException">It does not load.</exception>
    public DecisionEngine(ConfigurationSource source, Func<SettingsSection, ImmutableArray<ListenerBinding>> readListeners, TimeProvider time)
    {
        _reader = new(source, readListeners, time);
        _time = time;
        _snapshot = _reader.Read(_files);
    }

    /// <summary>The snapshot in force.</summary>
    public Snapshot Snapshot => _snapshot;

    /// <summary>Finds the policy of a request; null when there is none. Allocates nothing.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public Policy? Find<TRequest>(string listener, ref TRequest request)
        where TRequest : struct, IRequestView =>
        _snapshot.Find(listener, ref request);

    /// <summary>Decides a request by its policy. Synchronous; allocates nothing unless the policy's scheme has to.</summary>
    /// <param name="policy">The policy that was found for it; null denies.</param>
    /// <param name="request">The request, with its body if <see cref="Policy.SignsBody"/>; by reference only to save a copy.</param>
    public Decision Decide<TRequest>(Policy? policy, ref TRequest request)
        where TRequest : struct, IRequestView =>
        policy is null ? Decision.Deny(DenyReason.NoPolicy) : policy.Decide(ref request, _time.GetUtcNow());

    /// <summary>
    /// Looks whether a file of the configuration has changed, and if so reads everything anew. What does not load changes
    /// nothing, and is reported once. Not for several threads at a time.
    /// </summary>
    public ReloadOutcome ReloadIfChanged()
    {
        if (!_files.HaveChanged) return default;
        _files = new();
        try
        {
            return new(_snapshot = _reader.Read(_files), null);
        }
        catch (ConfigurationException e)
        {
            return new(null, e);
        }
    }
}
