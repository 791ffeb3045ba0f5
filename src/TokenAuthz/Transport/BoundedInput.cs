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

    // How many reads in a row may find bytes at once. A connection that always has more would keep a thread that waits for sockets, and
    // with it every other connection of that thread.
    private const int MaxReady = 64;

    private ReadOnlySequence<byte> _buffer;
    private long _kept;
    private int _ready;
    private bool? _isHttp2;
    private volatile bool _isCancelled;

    /// <summary>Whether the peer began with something else than HTTP/2 does (RFC 9113, section 3.4).</summary>
    public bool IsNotHttp2 => _isHttp2 is false;

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (!memory.HasRoom) return WaitAsync(cancellationToken);
        var read = input.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully || ++_ready >= MaxReady) return FinishAsync(read);
        return new(NextOf(read.Result));
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
    private async ValueTask<ReadResult> FinishAsync(ValueTask<ReadResult> read)
    {
        _ready = 0;
        if (read.IsCompleted) await Task.Yield();
        return NextOf(await read);
    }

    private async ValueTask<ReadResult> WaitAsync(CancellationToken cancellation)
    {
        while (!memory.HasRoom && !_isCancelled) await memory.NextLookAsync().WaitAsync(cancellation);
        return NextOf(await input.ReadAsync(cancellation));
    }
}
