namespace TokenAuthz.Settings;

/// <summary>A port that answers checks.</summary>
/// <param name="Name">Its name, which labels metrics.</param>
/// <param name="Address">Where it listens.</param>
internal sealed record ListenerSettings(string Name, BindingAddress Address);
