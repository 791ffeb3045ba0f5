using System.Buffers;
using TokenAuthz.Connections;

namespace TokenAuthz.Checks;

/// <summary>
/// A body while it arrives, in one piece because a signature covers all of it. Memory grows with the bytes that are there, and not with
/// the length that is announced.
/// </summary>
internal sealed class BodyBuffer(BodyTurns turns, LimitSettings limits, int most) : IDisposable
{
    // Most webhooks are shorter. It is less memory than the head of a request may take, so that such a body needs no turn.
    private const int Short = 16 * 1024;

    // Growing copies a third of the body; doubling would copy all of it.
    private const int Growth = 4;

    // The shared pool would keep for minutes what a burst of bodies needed. This one keeps 16 MB at most, and no array beyond 1 MiB.
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(maxArrayLength: 1024 * 1024, maxArraysPerBucket: 8);

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
    /// <param name="announced">How long the whole body is to be; <see cref="Most"/> if that is unknown.</param>
    public void Append(ReadOnlySpan<byte> bytes, int announced)
    {
        var length = _length + bytes.Length;
        if (length > _bytes.Length) Grow(Math.Max(length, Math.Min(announced, Math.Max(Short, Growth * _bytes.Length))));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = length;
    }

    /// <summary>Begins anew.</summary>
    public void Clear() => _length = 0;

    public void Dispose()
    {
        Grow(0);
        if (_deadline is null) return;
        _deadline.Dispose();
        _deadline = null;
        turns.Return();
    }

    private void Grow(int length)
    {
        var larger = length == 0 ? [] : Pool.Rent(length);
        if (length > 0) Bytes.CopyTo(larger);
        if (_bytes.Length > 0) Pool.Return(_bytes);
        _bytes = larger;
    }
}
