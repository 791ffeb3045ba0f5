using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>A message within a message, as one text that filters are applied to, or that is left out with its field.</summary>
/// <param name="inner">The message.</param>
/// <param name="field">The field without which the text is left out; -1 for none.</param>
internal sealed class InnerMessage(MessageWriter inner, int field) : PartWriter
{
    public override int Spellings => inner.Spellings;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source) =>
        (field >= 0 && !source.Values.Has(field)) || inner.TryWrite(ref writer, ref source);
}
