using System.Text;

namespace TokenAuthz.Checks;

/// <summary>The thread's memory for one view at a time: it grows to the largest usual request and is then never allocated again.</summary>
internal sealed class RequestBuffer
{
    // More than HTTP takes of a request line and headers together; the memory of a larger gRPC message is not kept.
    private const int MaxKept = 256 * 1024;

    [ThreadStatic]
    private static RequestBuffer? t_instance;

    private byte[] _buffer = new byte[4096];
    private int _used;

    /// <summary>The thread's buffer, empty: what it handed out before may be overwritten.</summary>
    public static RequestBuffer Begin()
    {
        var buffer = t_instance ??= new();
        buffer._used = 0;
        return buffer;
    }

    /// <summary>The bytes of a text in Latin-1.</summary>
    public ReadOnlySpan<byte> Latin1(string text)
    {
        var bytes = Take(text.Length);
        return bytes[..Encoding.Latin1.GetBytes(text, bytes)];
    }

    /// <summary>The bytes of a text in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(string text)
    {
        var bytes = Take(Encoding.UTF8.GetMaxByteCount(text.Length));
        return bytes[..Encoding.UTF8.GetBytes(text, bytes)];
    }

    private Span<byte> Take(int length)
    {
        // Earlier spans stay valid, in the old buffer.
        if (_buffer.Length - _used < length)
        {
            var size = Math.Max(length, 2 * _buffer.Length);
            if (size > MaxKept) return new byte[length];
            (_buffer, _used) = (new byte[size], 0);
        }

        var bytes = _buffer.AsSpan(_used, length);
        _used += length;
        return bytes;
    }
}
