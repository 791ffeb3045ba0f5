using System.Buffers;
using TokenAuthz.Connections;

namespace TokenAuthz.Checks;

/// <summary>
/// A body while it arrives, in one piece because a signature covers all of it. A body without a turn has memory for the bytes that are
/// there, whatever length is announced.
/// </summary>
internal sealed class BodyBuffer(BodyTurns turns, LimitSettings limits, int most) : IDisposable
{
    // Most webhooks are shorter. It is less memory than the head of a request may take, so that such a body needs no turn.
    private const int Short = 16 * 1024;

    // Growing copies a third of a body of unknown length; doubling would copy all of it.
    private const int Growth = 4;

    private byte[] _bytes = [];
    private int _length;
    private CancellationTokenSource? _deadline;

    /// <summary>The longest body that is checked, in bytes.</summary>
    public int Most => most;

    /// <summary>The bytes that have arrived.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>How many have.</summary>
    public int Length => _length;

    /// <summary>Ends when the body has had its turn for too long.</summary>
    public CancellationToken Deadline => _deadline?.Token ?? CancellationToken.None;

    /// <summary>Whether the body has taken its turn, because it is long.</summary>
    public bool HasTurn => _deadline is not null;

    /// <summary>Whether the body has to take a turn before it grows to a length.</summary>
    public bool NeedsTurn(long length) => length > Short && _deadline is null;

    /// <summary>Waits for a turn, which ends with this buffer.</summary>
    /// <param name="cancellation">Ends the wait, and later the deadline.</param>
    public async ValueTask<bool> TryTakeTurnAsync(CancellationToken cancellation)
    {
        if (!await turns.TryTakeAsync(cancellation)) return false;
        _deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _deadline.CancelAfter(limits.BodyTime);
        return true;
    }

    /// <summary>Adds bytes that have arrived.</summary>
    /// <param name="bytes">The bytes, with which the body is no longer than <see cref="Most"/>.</param>
    /// <param name="announced">How long the whole body is to be; null if that is unknown.</param>
    public void Append(ReadOnlySpan<byte> bytes, int? announced)
    {
        var length = _length + bytes.Length;
        if (length > _bytes.Length) Grow(Math.Max(length, RoomFor(announced)));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = length;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    public void Dispose()
    {
        Release();
        (_bytes, _length) = ([], 0);
        if (_deadline is null) return;
        _deadline.Dispose();
        _deadline = null;
        turns.Return();
    }

    private int RoomFor(int? announced)
    {
        var grown = Math.Min(most, Math.Max(Short, Growth * _bytes.Length));
        if (announced is not { } length) return grown;
        return _deadline is null ? Math.Min(length, grown) : length;
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        Bytes.CopyTo(larger);
        Release();
        _bytes = larger;
    }

    private void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
    }
}
