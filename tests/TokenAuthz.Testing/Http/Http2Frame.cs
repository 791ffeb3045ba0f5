using System.Text;

namespace TokenAuthz.Testing.Http;

/// <summary>A frame of HTTP/2 (RFC 9113, section 4.1), and the fields of one (RFC 7541). A character is a byte (Latin-1).</summary>
internal sealed record Http2Frame(int Type, int Flags, int Stream, string Payload)
{
    public const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    public const int Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8, Continuation = 9;

    public const int EndOfStream = 1, Acknowledgement = 1, EndOfHeaders = 4;

    // What a receiver takes unless its settings say more.
    private const int MaxPayload = 16 * 1024;

    /// <summary>The bytes of a frame.</summary>
    public static string Of(int type, int flags, int stream, string payload = "") =>
        Number(payload.Length, 3) + (char)type + (char)flags + Number(stream, 4) + payload;

    /// <summary>The frames of a request without a body.</summary>
    /// <param name="stream">Its stream: an odd number, larger than those before.</param>
    /// <param name="fields">Its fields, as <see cref="Request"/> writes them.</param>
    /// <param name="flags"><see cref="EndOfStream"/>, or 0 when a body follows.</param>
    public static string Head(int stream, string fields, int flags = EndOfStream)
    {
        var parts = Enumerable.Range(0, Math.Max(1, (fields.Length + MaxPayload - 1) / MaxPayload))
            .Select(part => fields[(part * MaxPayload)..Math.Min(fields.Length, (part + 1) * MaxPayload)]).ToArray();
        return string.Concat(parts.Select((part, at) => Of(
            at == 0 ? Headers : Continuation,
            (at == 0 ? flags : 0) | (at == parts.Length - 1 ? EndOfHeaders : 0),
            stream,
            part)));
    }

    /// <summary>The fields of a request by the scheme http.</summary>
    public static string Request(string method, string authority, string path, params (string Name, string Value)[] headers) =>
        string.Concat(
            new[] { (":method", method), (":scheme", "http"), (":authority", authority), (":path", path) }.Concat(headers)
                .Select(field => Field(field.Item1, field.Item2)));

    /// <summary>A field as a literal with its name, without Huffman's code.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <param name="isKept">Whether the receiver keeps it in its table, as the first entry behind the 61 static ones.</param>
    public static string Field(string name, string value, bool isKept = false) => (isKept ? "\u0040" : "\0") + Text(name) + Text(value);

    /// <summary>A number of a fixed length, the highest byte first.</summary>
    public static string Number(long value, int bytes) =>
        string.Concat(Enumerable.Range(1, bytes).Select(at => (char)((value >> (8 * (bytes - at))) & 0xff)));

    // The length is an integer with a prefix of seven bits.
    private static string Text(string text)
    {
        if (text.Length < 127) return (char)text.Length + text;
        var length = new StringBuilder("\u007f");
        var rest = text.Length - 127;
        for (; rest >= 128; rest /= 128) length.Append((char)((rest % 128) + 128));
        return $"{length}{(char)rest}{text}";
    }
}
