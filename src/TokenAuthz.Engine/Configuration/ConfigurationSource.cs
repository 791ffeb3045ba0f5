using System.Collections.Immutable;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Where the configuration comes from, so that a reload can read it again.</summary>
/// <param name="Read">
/// Reads all settings, each by its path (<c>TokenAuthz:Keys:0:Id</c>), the later of a path overriding the earlier. Throws
/// <see cref="InvalidDataException"/>, <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when a file
/// cannot be read.
/// </param>
/// <param name="Files">The files it is read from; a change of one is a reason to read again.</param>
/// <param name="IsDevelopment">Whether weak keys are accepted, and the development key replaces a missing one.</param>
public sealed record ConfigurationSource(
    Func<IEnumerable<KeyValuePair<string, string?>>> Read, ImmutableArray<string> Files, bool IsDevelopment)
{
    /// <summary>
    /// Whether a service decides by it. A service refuses a weak key; a command that only signs or verifies warns of it, because the
    /// command lets no request pass.
    /// </summary>
    public bool IsServed { get; init; } = true;

    /// <summary>Reads all settings.</summary>
    /// <exception cref="ConfigurationException">A file cannot be read.</exception>
    public IEnumerable<KeyValuePair<string, string?>> ReadSettings()
    {
        try
        {
            return Read();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
            [
                Files.IsEmpty
                    ? new(SettingsSection.Root, null, e.Message)
                    : new(string.Join(", ", Files), null, $"the file cannot be read: {e.Message}"),
            ]);
        }
    }
}
