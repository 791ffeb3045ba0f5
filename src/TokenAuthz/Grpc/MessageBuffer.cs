using System.Buffers;
using TokenAuthz.Connections;

namespace TokenAuthz.Grpc;

/// <summary>The bytes of a message that are kept to be parsed, at most <see cref="LimitSettings.BesideBody"/> of them.</summary>
internal sealed class MessageBuffer : IDisposable
{
    private const int FirstSize = 4096;

    // Rented when the first byte comes, because a call that sends none must hold no memory.
    private byte[] _bytes = [];

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds bytes, if all of them may be kept.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LimitSettings.BesideBody - Length) return false;
        if (bytes.Length > _bytes.Length - Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(FirstSize, 2 * _bytes.Length), Length + bytes.Length));
            Bytes.CopyTo(larger);
            Release();
            _bytes = larger;
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Writes another length in as many bytes as before: a varint may have more leading zeros than it needs.</summary>
    public void WriteLength(long length, int at, int lengthOfLength)
    {
        for (var i = 0; i < lengthOfLength; i++, length >>= 7)
        {
            var more = i < lengthOfLength - 1 ? 0x80u : 0;
            _bytes[at + i] = (byte)((length & 0x7f) | more);
        }
    }

    public void Dispose()
    {
        Release();
        _bytes = [];
    }

    private void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
    }
}
