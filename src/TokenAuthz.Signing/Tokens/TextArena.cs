using System.Buffers;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// Memory for the texts that one check decodes: the stack's first, then a block of pooled memory, and then a second one for a text of a
/// body that is longer than the first. Texts never move, and a token that needs more is denied.
/// </summary>
internal ref struct TextArena(Span<byte> stack)
{
    /// <summary>The size of the pooled block in bytes: as long as the longest request line that the service reads.</summary>
    public const int BlockSize = 64 * 1024;

    /// <summary>Room on the stack for the claims of most JWTs.</summary>
    public const int StackSize = 1024;

    // As long as the longest body that the service reads.
    private const int MaxLength = 32 * 1024 * 1024;

    private Span<byte> _free = stack;
    private byte[]? _block;
    private byte[]? _large;

    /// <summary>Finds room for a text.</summary>
    /// <param name="length">The longest that the text can be.</param>
    /// <param name="room">The room, of exactly that length, until the next call unless <see cref="Take"/> keeps it.</param>
    /// <returns>False when there is none left.</returns>
    public bool TryReserve(int length, out Span<byte> room)
    {
        room = default;
        if (length > _free.Length)
        {
            if (length > MaxLength || _large is not null || (length <= BlockSize && _block is not null)) return false;
            var size = Math.Max(length, BlockSize);
            var rented = ArrayPool<byte>.Shared.Rent(size);
            if (length > BlockSize) _large = rented;
            else _block = rented;
            _free = rented.AsSpan(0, size);
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
        if (_large is not null) ArrayPool<byte>.Shared.Return(_large);
        _block = _large = null;
        _free = default;
    }
}
