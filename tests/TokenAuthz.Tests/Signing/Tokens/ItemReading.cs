using System.Text;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Tests.Signing.Tokens;

/// <summary>What an entry of <c>Items</c> reads out of a text.</summary>
internal static class ItemReading
{
    private const string Source = "text";

    /// <summary>Reads a text.</summary>
    /// <param name="item">The entry; its source is the field <c>text</c>.</param>
    /// <param name="text">The text.</param>
    /// <param name="capacity">The memory on the stack; more comes from the pool.</param>
    /// <returns>The fields, a zero byte written as a bar; null when the text is denied.</returns>
    public static IReadOnlyDictionary<string, string>? Read(string item, ReadOnlySpan<byte> text, int capacity = TextArena.StackSize)
    {
        var (fields, parsed) = Parse(item);
        var values = default(FieldValues);
        var arena = new TextArena(new byte[capacity]);
        var request = new TestRequest("/");
        try
        {
            values[0] = text;
            if (!parsed.TryRead(ref request, request.Target, ref values, ref arena)) return null;
            var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
            for (var field = 1; field < fields.Names.Count; field++)
            {
                if (values.Has(field)) read[fields.Names[field]] = Encoding.Latin1.GetString(values[field]).Replace('\0', '|');
            }

            return read;
        }
        finally
        {
            arena.Dispose();
        }
    }

    /// <summary>Reads a text of UTF-8; the fields as <c>name=value</c>, or <c>denied</c>.</summary>
    public static string Read(string item, string text) => Read(item, Encoding.UTF8.GetBytes(text)) is { } fields
        ? string.Join(' ', fields.Select(field => $"{field.Key}={field.Value}"))
        : "denied";

    /// <summary>Writes a text that has fields.</summary>
    public static string Write(string item, params ReadOnlySpan<(string Name, string Value)> given)
    {
        var (fields, parsed) = Parse(item);
        var values = default(FieldValues);
        foreach (var (name, value) in given) values[fields.IndexOf(name)] = Encoding.UTF8.GetBytes(value.Replace('|', '\0'));
        return Encoding.UTF8.GetString(parsed.Write(values));
    }

    private static (TokenFields Fields, TokenItem Item) Parse(string item)
    {
        var fields = new TokenFields();
        _ = fields.Add(Source);
        return (fields, new ItemParser(fields, (_, _) => { }, new(null, null)).Parse(item));
    }
}
