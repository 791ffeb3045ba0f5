using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Writes a part of a message that does not stand in the request as it is signed. Immutable, made with its scheme.</summary>
internal abstract class PartWriter
{
    /// <summary>In how many spellings the part is tried, because issuers differ and nothing in a request tells which one it is.</summary>
    public virtual int Spellings => 1;

    /// <summary>Writes the part of a request.</summary>
    /// <param name="writer">Receives the part.</param>
    /// <param name="source">The request and its token.</param>
    /// <returns>False when the request lacks the part, or has it in a form that could be read in two ways.</returns>
    public abstract bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct;
}
