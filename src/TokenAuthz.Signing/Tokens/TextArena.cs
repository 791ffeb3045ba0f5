using System.Buffers;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// Memory for the texts that one check decodes: the stack's first, then one block of pooled memory. Texts never move, and a token
/// that needs more is denied.
/// </summary>
internal ref struct TextArena(Span<byte> stack)
{
    /// <summary>The size of the pooled block in bytes: as long as the longest request line that the service reads.</summary>
    public const int BlockSize = 64 * 1024;

    /// <summary>Room on the stack for the claims of most JWTs.</summary>
    public const int StackSize = 1024;

    private Span<byte> _free = stack;
    private byte[]? _block;

    /// <summary>Finds room for a text.</summary>
    /// <param name="length">The longest that the text can be.</param>
    /// <param name="room">The room, of exactly that length, until the next call unless <see cref="Take"/> keeps it.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryReserve(int length, out Span<byte> room)
    {
        room = default;
        if (length > _free.Length)
        {
            if (_block is not null || length > BlockSize) return false;
            _block = ArrayPool<byte>.Shared.Rent(BlockSize);
            _free = _block.AsSpan(0, BlockSize);
        }

        room = _free[..length];
        return true;
    }

    /// <summary>Keeps the first bytes of the room that was reserved last.</summary>
    public void Take(int length) => _free = _free[length..];

    /// <summary>Returns the pooled memory. The texts must not be used any more.</summary>
    public void Dispose()
    {
        if (_block is not null) ArrayPool<byte>.Shared.Return(_block);
        _block = null;
        _free = default;
    }
}
