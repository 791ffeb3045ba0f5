using System.Buffers;

namespace TokenAuthz.Signing.Filters;

/// <summary>Collects bytes on the stack, and in pooled memory when that is full.</summary>
internal ref struct ByteWriter
{
    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;

    // The end of what was written or reserved: the rest of pooled memory, which a long body makes megabytes, needs no clearing.
    private int _used;

    public ByteWriter(Span<byte> buffer) => _buffer = buffer;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    public readonly int Length => _length;

    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    /// <summary>Room for bytes that the caller writes and then reports to <see cref="Advance"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_buffer.Length - _length < length) Grow(length);
        _used = Math.Max(_used, _length + length);
        return _buffer[_length..];
    }

    public void Advance(int length) => _length += length;

    /// <summary>Puts the bytes from <paramref name="from"/> on in place of those from <paramref name="start"/> on.</summary>
    public void MoveTail(int from, int start)
    {
        _buffer[from.._length].CopyTo(_buffer[start..]);
        _length -= from - start;
    }

    /// <summary>Returns the pooled memory, cleared as far as it was written because a key may be in it.</summary>
    public void Dispose()
    {
        if (_rented is null) return;
        _rented.AsSpan(0, _used).Clear();
        ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + length, 2 * _buffer.Length));
        Written.CopyTo(larger);
        Dispose();
        _buffer = _rented = larger;
    }
}
