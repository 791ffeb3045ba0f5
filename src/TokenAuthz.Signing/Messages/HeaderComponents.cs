using System.Buffers.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Signing.Messages;

/// <summary>The components of RFC 9421 that are headers, or parts of them (section 2.1).</summary>
internal static class HeaderComponents
{
    /// <summary>Writes the value of a component.</summary>
    /// <returns>False when the header is absent, or its value has not the form that the component's parameters need.</returns>
    public static bool TryWrite<TRequest>(ref ByteWriter writer, ref TRequest request, scoped Component component)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (!HeaderName.TryGet(component.Name, out var header)) return false;
        if ((component.Parameters & Component.Binary) != 0) return TryWriteBytes(ref writer, ref request, header);
        var start = writer.Length;
        if (!TryJoin(ref writer, ref request, header)) return false;
        if (component.Parameters == 0) return true;

        // The field is serialized behind itself. It grows by the padding of bytes at most, from `:YQ:` to `:YQ==:`.
        var end = writer.Length;
        _ = writer.Reserve(2 * (end - start));
        var field = writer.Written[start..];
        var isWritten = (component.Parameters & Component.Keyed) != 0
            ? TryWriteMember(ref writer, field, component.Argument)
            : TryWriteStructured(ref writer, field);
        writer.MoveTail(end, start);
        return isWritten;
    }

    // The lines of a header in the order of their arrival, each without the blanks at its ends.
    private static bool TryJoin<TRequest>(ref ByteWriter writer, ref TRequest request, HeaderName header)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var count = 0;
        for (; request.TryGetLine(header, count, out var line); count++)
        {
            if (count > 0) writer.Append(", "u8);
            writer.Append(line.Trim(" \t"u8));
        }

        return count > 0;
    }

    // Section 2.1.3: the bytes of each line, so that a comma in a line is told from one between lines.
    private static bool TryWriteBytes<TRequest>(ref ByteWriter writer, ref TRequest request, HeaderName header)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var count = 0;
        for (; request.TryGetLine(header, count, out var line); count++)
        {
            line = line.Trim(" \t"u8);
            writer.Append(count > 0 ? ", :"u8 : ":"u8);
            _ = Base64.EncodeToUtf8(line, writer.Reserve(Base64.GetMaxEncodedToUtf8Length(line.Length)), out _, out var written);
            writer.Advance(written);
            writer.Append((byte)':');
        }

        return count > 0;
    }

    // Section 2.1.2: the value of the member, also where the member is written without one.
    private static bool TryWriteMember(ref ByteWriter writer, scoped ReadOnlySpan<byte> field, scoped ReadOnlySpan<byte> key)
    {
        if (!DictionaryReader.TryFind(field, key, out var member)) return false;
        FieldWriter.WriteMember(ref writer, member);
        return true;
    }

    // Section 2.1.1. The type of a field is not in the message. An item is a list of one member, and a text that is a list and a
    // dictionary alike is serialized alike, so that the order of the attempts does not matter.
    private static bool TryWriteStructured(ref ByteWriter writer, scoped ReadOnlySpan<byte> field)
    {
        var list = new ListReader(field);
        while (list.TryTake(out _))
        {
        }

        return list.IsDone ? FieldWriter.TryWriteList(ref writer, field) : FieldWriter.TryWriteDictionary(ref writer, field);
    }
}
