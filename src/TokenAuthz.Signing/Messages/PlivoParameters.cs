using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The parameters that Plivo signs in its third version: <c>?a=1&amp;b=2.To15550100</c>, those of the query and then those of a form in the
/// body. Without a query there is no dot, and without either nothing.
/// </summary>
internal sealed class PlivoParameters(SortedParameters query, SortedParameters form) : PartWriter
{
    public static readonly MessagePart Part = new("plivo_parameters", TextForm.Any)
    {
        Writer = (_, settings) => new PlivoParameters(new(isForm: false, "=&", settings), new(isForm: true, "", settings)),
        Content = PartContent.Query | PartContent.Body,
    };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var start = writer.Length;
        writer.Append((byte)'?');
        if (!query.TryWrite(ref writer, ref source)) return false;
        var isEmpty = writer.Length == start + 1;
        if (source.Request.Body.IsEmpty)
        {
            if (isEmpty) writer.MoveTail(start + 1, start);
            return true;
        }

        if (!isEmpty) writer.Append((byte)'.');
        return form.TryWrite(ref writer, ref source);
    }
}
