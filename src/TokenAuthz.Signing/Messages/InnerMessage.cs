using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>A message within a message, as one text that filters are applied to.</summary>
internal sealed class InnerMessage(MessageWriter inner) : PartWriter
{
    public override int Spellings => inner.Spellings;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source) =>
        inner.TryWrite(ref writer, ref source);
}
