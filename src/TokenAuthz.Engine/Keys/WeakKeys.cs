namespace TokenAuthz.Engine.Keys;

/// <summary>What happens to a key that can be guessed.</summary>
internal enum WeakKeys
{
    /// <summary>The configuration does not load.</summary>
    Refuse,

    /// <summary>The configuration loads with a warning, for a command that lets no request pass.</summary>
    Warn,

    /// <summary>The key is accepted, because the configuration allows it or is that of Development.</summary>
    Allow,
}
