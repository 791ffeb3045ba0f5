using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Tests.Signing.StructuredFields;

/// <summary>Reads a field and serializes what was read. Every character is a byte.</summary>
internal static class FieldText
{
    /// <summary>The field as it is serialized; null when it is ill-formed.</summary>
    /// <param name="type"><c>item</c>, <c>list</c> or <c>dictionary</c>.</param>
    /// <param name="text">The field, its lines joined with commas.</param>
    public static string? Serialize(string type, string text)
    {
        var field = Encoding.Latin1.GetBytes(text);
        var writer = new ByteWriter(stackalloc byte[64]);
        try
        {
            var isWritten = type switch
            {
                "item" => TryWriteItem(ref writer, field),
                "list" => FieldWriter.TryWriteList(ref writer, field),
                _ => FieldWriter.TryWriteDictionary(ref writer, field),
            };
            return isWritten ? Encoding.Latin1.GetString(writer.Written) : null;
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static bool TryWriteItem(ref ByteWriter writer, byte[] field)
    {
        if (!FieldMember.TryReadItem(field, out var item)) return false;
        FieldWriter.WriteMember(ref writer, item);
        return true;
    }
}
