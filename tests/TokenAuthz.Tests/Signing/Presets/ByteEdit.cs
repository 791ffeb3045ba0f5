namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A way to edit a byte of a signed request.</summary>
internal enum ByteEdit
{
    /// <summary>Another byte replaces it.</summary>
    Replace,

    /// <summary>It is repeated.</summary>
    Repeat,

    /// <summary>It is removed.</summary>
    Remove,

    /// <summary>Its percent escape replaces it.</summary>
    Encode,
}
