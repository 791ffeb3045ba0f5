using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Transport;

/// <summary>
/// The input of a connection, read in small steps and only while there is memory: unread bytes stay with the peer. The steps are small
/// because a kilobyte of HTTP/2 may become a megabyte of headers when it is decompressed.
/// </summary>
internal sealed class BoundedInput(PipeReader input, MemoryGuard memory) : PipeReader
{
    private const int Step = 2048;

    // After so many reads a connection leaves the thread that waits for sockets. One that always has more bytes would keep the thread, and
    // with it every other connection of that thread. A read that waits counts too: the thread's loop that receives completes it, and
    // receives again without a pause.
    private const int MaxReads = 64;

    private ReadOnlySequence<byte> _buffer;
    private long _kept;
    private int _reads;
    private bool? _isHttp2;
    private volatile bool _isCancelled;

    /// <summary>Whether the peer began with something else than HTTP/2 does (RFC 9113, section 3.4).</summary>
    public bool IsNotHttp2 => _isHttp2 is false;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (!memory.HasRoom) return WaitAsync(cancellationToken);
        var read = input.ReadAsync(cancellationToken);
        var isTurnOver = ++_reads >= MaxReads;
        if (isTurnOver) _reads = 0;
        return isTurnOver || !read.IsCompletedSuccessfully ? FinishAsync(read, isTurnOver) : new(NextOf(read.Result));
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        if (!memory.HasRoom || !input.TryRead(out result)) return false;
        result = NextOf(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _kept = _buffer.Slice(consumed).Length;
        _buffer = default;
        input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead()
    {
        _isCancelled = true;
        input.CancelPendingRead();
    }

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);

    // The reader kept bytes the last time because it needs more of them.
    private ReadResult NextOf(in ReadResult result)
    {
        _isCancelled = false;
        _buffer = result.Buffer;
        if (_isHttp2 is null && _buffer.FirstSpan.Length >= "PRI"u8.Length) _isHttp2 = _buffer.FirstSpan.StartsWith("PRI"u8);
        if (_buffer.Length <= _kept + Step) return result;
        _buffer = _buffer.Slice(0, _kept + Step);
        return new(_buffer, result.IsCanceled, isCompleted: false);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> FinishAsync(ValueTask<ReadResult> read, bool isTurnOver)
    {
        var result = await read;
        if (isTurnOver) await Task.Yield();
        return NextOf(result);
    }

    private async ValueTask<ReadResult> WaitAsync(CancellationToken cancellation)
    {
        while (!memory.HasRoom && !_isCancelled) await memory.NextLookAsync().WaitAsync(cancellation);
        return NextOf(await input.ReadAsync(cancellation));
    }
}
