namespace TokenAuthz.Checks;

/// <summary>A signed body that was read. The default value is an empty body.</summary>
/// <param name="Bytes">The whole body; undefined with a fault.</param>
/// <param name="Fault">The reason for which the body cannot be checked; null when it can.</param>
internal readonly record struct SignedBody(ReadOnlyMemory<byte> Bytes, string? Fault = null);
