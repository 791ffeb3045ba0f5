using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The value of a field that a token leaves out, which is written as a message is.</summary>
/// <param name="Field">The field's number.</param>
/// <param name="Writer">Writes the value.</param>
internal sealed record DefaultValue(int Field, MessageWriter Writer)
{
    /// <summary>Gives the field its value, unless the token has the field.</summary>
    /// <param name="source">The request and its token.</param>
    /// <param name="memory">Memory for the value while it is written.</param>
    /// <returns>False when the request lacks a part of the value, or there is no memory left for it.</returns>
    public bool TryFill<TRequest>(ref MessageSource<TRequest> source, Span<byte> memory)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (source.Values.Has(Field)) return true;
        var text = new ByteWriter(memory);
        try
        {
            if (!Writer.TryWrite(ref text, ref source)) return false;
            if (!source.Arena.TryReserve(text.Length, out var room)) return false;
            text.Written.CopyTo(room);
            source.Arena.Take(text.Length);
            source.Values[Field] = room;
            return true;
        }
        finally
        {
            text.Dispose();
        }
    }
}
