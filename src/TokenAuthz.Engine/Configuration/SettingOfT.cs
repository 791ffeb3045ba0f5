namespace TokenAuthz.Engine.Configuration;

/// <summary>A setting that is read as a value of one type.</summary>
/// <typeparam name="T">The type; nullable when the setting may be absent.</typeparam>
public sealed record Setting<T> : Setting
{
    internal Setting()
    {
    }

    /// <summary>Reads the value, or reports to the section what is wrong with it and gives the default.</summary>
    public required Func<SettingsSection, T> Reader { get; init; }
}
