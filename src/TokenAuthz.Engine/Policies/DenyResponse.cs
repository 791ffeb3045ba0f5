using System.Collections.Immutable;
using TokenAuthz.Signing;

namespace TokenAuthz.Engine.Policies;

/// <summary>The answer to a request that is denied.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Status">The HTTP status, from 400 to 499.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Headers">The headers beside those that describe the body.</param>
/// <param name="Body">The body, in ASCII.</param>
public sealed record DenyResponse(
    DenyReason Reason, int Status, string ContentType, ImmutableArray<DenyHeader> Headers, ReadOnlyMemory<byte> Body);
