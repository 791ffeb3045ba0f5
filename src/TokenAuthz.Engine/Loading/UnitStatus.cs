namespace TokenAuthz.Engine.Loading;

/// <summary>Which state of a configuration unit is in force.</summary>
public enum UnitStatus
{
    /// <summary>None, because there is no file: the requests of its grant are denied.</summary>
    Missing,

    /// <summary>None, because its files do not load and never did: the requests of its grant are denied.</summary>
    Refused,

    /// <summary>An earlier one, because its files as they stand do not load.</summary>
    Outdated,

    /// <summary>That of its files.</summary>
    Current,
}
