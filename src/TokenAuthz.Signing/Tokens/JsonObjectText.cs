using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Writes the JSON that a codec reads, for a signer.</summary>
internal static class JsonObjectText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an object with those members that have a value.</summary>
    public static byte[] Write(ImmutableArray<JsonMember> members, scoped in FieldValues values)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Options)) WriteObject(json, members, values);
        return text.WrittenSpan.ToArray();
    }

    private static void WriteObject(Utf8JsonWriter json, ImmutableArray<JsonMember> members, scoped in FieldValues values)
    {
        json.WriteStartObject();
        foreach (var member in members)
        {
            if (!HasValue(member, values)) continue;
            json.WritePropertyName(member.Name);
            WriteMember(json, member, values);
        }

        json.WriteEndObject();
    }

    private static void WriteMember(Utf8JsonWriter json, JsonMember member, scoped in FieldValues values)
    {
        if (member.Field >= 0) WriteValue(json, member.Type, values[member.Field]);
        else if (member.IsList) WriteList(json, member.Members, values);
        else WriteObject(json, member.Members, values);
    }

    private static void WriteList(Utf8JsonWriter json, ImmutableArray<JsonMember> elements, scoped in FieldValues values)
    {
        json.WriteStartArray();
        foreach (var element in elements.OrderBy(element => element.Index)) WriteMember(json, element, values);
        json.WriteEndArray();
    }

    private static bool HasValue(JsonMember member, scoped in FieldValues values)
    {
        if (member.Field >= 0) return values.Has(member.Field);
        foreach (var below in member.Members)
        {
            if (HasValue(below, values)) return true;
        }

        return false;
    }

    private static void WriteValue(Utf8JsonWriter json, JsonType type, ReadOnlySpan<byte> value)
    {
        if (type is JsonType.Number or JsonType.Integer or JsonType.Any)
        {
            json.WriteRawValue(value);
            return;
        }

        if (type is JsonType.Text || !value.Contains((byte)0))
        {
            json.WriteStringValue(value);
            return;
        }

        json.WriteStartArray();
        foreach (var range in value.Split((byte)0)) json.WriteStringValue(value[range]);
        json.WriteEndArray();
    }
}
