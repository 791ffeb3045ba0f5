using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Signing;

namespace TokenAuthz.Engine;

/// <summary>Builds a snapshot from the configuration as it stands now: all of it, or errors.</summary>
internal sealed class SnapshotReader(ConfigurationSource source, Action<SettingsSection> readHostSettings, TimeProvider time)
{
    private const string RootSection = "TokenAuthz";

    /// <summary>Reads everything once.</summary>
    /// <param name="files">Remembers the files as they were read: a change of one is a reason to read again.</param>
    /// <exception cref="ConfigurationException">Something is wrong; every error is in it.</exception>
    public Snapshot Read(WatchedFiles files)
    {
        foreach (var file in source.Files) files.Watch(file);
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var root = new SettingsSection(ReadConfiguration().GetSection(RootSection), errors);

        var keys = new KeyReader(root, files, source.IsDevelopment, time.GetUtcNow()).Read();
        readHostSettings(root);
        root.RejectUnknown();

        if (errors.Count > 0 || keys is null) throw new ConfigurationException(errors.ToImmutable());
        return new(new Policy("default", Scheme.TokenHeader, keys), keys);
    }

    private IConfiguration ReadConfiguration()
    {
        try
        {
            return source.Read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([new(string.Join(", ", source.Files), null, $"the file cannot be read: {ReasonOf(e)}")]);
        }
    }

    // Not the parser's own words for what is not JSON: they quote the file, and it may be the key that they quote.
    private static string ReasonOf(Exception e) =>
        e.InnerException is { InnerException: JsonException json } ? $"it is not JSON, see line {json.LineNumber + 1}" : e.InnerException?.Message ?? e.Message;
}
