using System.Text;

namespace TokenAuthz.Checks;

/// <summary>The thread's memory for one view at a time: it grows to the largest usual request and is then never allocated again.</summary>
internal sealed class RequestBuffer
{
    // More than what HTTP takes of a request line and headers together; what a gRPC message may hold beyond is not kept.
    private const int MostKept = 256 * 1024;

    [ThreadStatic]
    private static RequestBuffer? t_instance;

    private byte[] _buffer = new byte[4096];
    private int _used;

    public static RequestBuffer Begin()
    {
        var scratch = t_instance ??= new();
        scratch._used = 0;
        return scratch;
    }

    /// <summary>A text of which each character is a byte.</summary>
    public ReadOnlySpan<byte> Latin1(string text)
    {
        var bytes = Take(text.Length);
        return bytes[..Encoding.Latin1.GetBytes(text, bytes)];
    }

    /// <summary>A text in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(string text)
    {
        var bytes = Take(Encoding.UTF8.GetMaxByteCount(text.Length));
        return bytes[..Encoding.UTF8.GetBytes(text, bytes)];
    }

    private Span<byte> Take(int length)
    {
        // What was handed out before stays where it is, in the old buffer.
        if (_buffer.Length - _used < length)
        {
            var size = Math.Max(length, 2 * _buffer.Length);
            if (size > MostKept) return new byte[length];
            (_buffer, _used) = (new byte[size], 0);
        }

        var bytes = _buffer.AsSpan(_used, length);
        _used += length;
        return bytes;
    }
}
