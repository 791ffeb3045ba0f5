namespace TokenAuthz.Engine.Policies;

/// <summary>How a denial is answered.</summary>
/// <param name="Status">The HTTP status, from 400 to 499.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Body">The body.</param>
public sealed record DenyResponse(int Status, string ContentType, ReadOnlyMemory<byte> Body);
