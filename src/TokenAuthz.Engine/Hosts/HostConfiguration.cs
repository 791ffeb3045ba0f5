using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Engine.Hosts;

/// <summary>Loads the configuration of a host.</summary>
public static class HostConfiguration
{
    /// <summary>Loads all of a configuration, or nothing.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="read">Reads the host's settings, and reports to the section what is wrong with them.</param>
    /// <param name="time">The clock of every check.</param>
    /// <exception cref="ConfigurationException">It does not load; every error is in it.</exception>
    public static HostConfiguration<T> Load<T>(ConfigurationSource source, Func<SettingsSection, T> read, TimeProvider time)
        where T : IHostSettings =>
        new(source, read, time);
}
