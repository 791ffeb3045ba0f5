namespace TokenAuthz.Engine.Keys;

/// <summary>What happens to a key that somebody could guess.</summary>
internal enum WeakKeys
{
    /// <summary>The configuration does not load.</summary>
    Refuse,

    /// <summary>It loads with a warning, for a command that opens nothing to anybody.</summary>
    Warn,

    /// <summary>Nothing: the configuration says that it is meant, or it is that of Development.</summary>
    Allow,
}
