namespace TokenAuthz.Testing.PresetFiles;

/// <summary>The parts of a request that a format binds its token to.</summary>
[Flags]
public enum RequestParts
{
    None = 0,
    Path = 1,
    Query = 2,
    Method = 4,
    Host = 8,
    Body = 16,
    Address = 32,
}
