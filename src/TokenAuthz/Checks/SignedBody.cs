namespace TokenAuthz.Checks;

/// <summary>What came of reading a body that is signed. The default value is an empty body.</summary>
/// <param name="Bytes">The whole body; of no meaning with a fault.</param>
/// <param name="Fault">Why it cannot be checked; null when it can.</param>
internal readonly record struct SignedBody(ReadOnlyMemory<byte> Bytes, string? Fault = null);
