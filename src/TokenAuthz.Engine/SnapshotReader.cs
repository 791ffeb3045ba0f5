using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;

namespace TokenAuthz.Engine;

/// <summary>Builds a snapshot from the configuration as it stands now: all of it, or errors.</summary>
internal sealed class SnapshotReader(ConfigurationSource source, Func<SettingsSection, ImmutableArray<ListenerBinding>> readListeners, TimeProvider time)
{
    /// <summary>Reads everything once.</summary>
    /// <param name="files">Remembers the files as they were read: a change of one is a reason to read again.</param>
    /// <exception cref="ConfigurationException">Something is wrong; every error is in it.</exception>
    public Snapshot Read(WatchedFiles files)
    {
        foreach (var file in source.Files) files.Watch(file);
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var root = SettingsSection.Of(ReadSettings(), SettingsSection.Root, errors);

        var keys = new KeyReader(root, files, source.IsDevelopment, time.GetUtcNow()).Read();
        var policies = new PolicyReader(root, new SchemeReader(root), new KeyRings(keys)).Read();
        var tables = readListeners(root).DistinctBy(listener => listener.Name, StringComparer.Ordinal).ToDictionary(listener => listener.Name, listener => TableOf(listener, policies), StringComparer.Ordinal);
        root.RejectUnknown();

        if (errors.Count > 0) throw new ConfigurationException(errors.ToImmutable());
        return new(keys, policies, tables);
    }

    private static PolicyTable TableOf(ListenerBinding listener, ImmutableArray<Policy> policies)
    {
        foreach (var unknown in listener.Policies.Where(name => !policies.Any(policy => policy.Name == name)))
            listener.Settings.RejectUnseen("Policies", $"there is no policy {unknown}; {Suggestion.For(unknown, [.. policies.Select(policy => policy.Name)])}it has to be in TokenAuthz:Policies");

        var served = policies.Where(policy => listener.Policies.IsEmpty || listener.Policies.Contains(policy.Name)).ToImmutableArray();
        foreach (var policy in served)
        {
            if (policy.SignsBody && !listener.TellsBody)
                listener.Settings.RejectUnseen("Policies", $"the policy {policy.Name} checks a signature of the body, which this kind of listener is not sent: list the policies that it can serve");
            if (policy.Scheme is { NeedsClientAddress: true } && !listener.TellsClientAddress)
                listener.Settings.RejectUnseen("Policies", $"the policy {policy.Name} checks the client's address, which this listener does not know: set its ClientAddressHeader to one that the gateway always writes, or list the policies that it can serve");
        }

        return new([.. served.DistinctBy(policy => policy.Name, StringComparer.Ordinal)]);
    }

    private IEnumerable<KeyValuePair<string, string?>> ReadSettings()
    {
        try
        {
            return source.Read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([source.Files.IsEmpty ? new(SettingsSection.Root, null, e.Message) : new(string.Join(", ", source.Files), null, $"the file cannot be read: {e.Message}")]);
        }
    }
}
