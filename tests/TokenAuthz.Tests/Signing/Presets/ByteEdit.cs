namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>What is done to a byte of a signed request.</summary>
internal enum ByteEdit
{
    /// <summary>Another is in its place.</summary>
    Replace,

    /// <summary>It is there twice.</summary>
    Repeat,

    /// <summary>It is left out.</summary>
    Remove,

    /// <summary>Its percent escape is in its place.</summary>
    Encode,
}
