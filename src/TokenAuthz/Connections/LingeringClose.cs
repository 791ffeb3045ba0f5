using System.Diagnostics;
using System.IO.Pipelines;

namespace TokenAuthz.Connections;

/// <summary>
/// Keeps one connection open after Kestrel refused a request, until the client has closed it or stops sending. Kestrel closes at once
/// and leaves the request's body unread; the kernel then resets the connection, and the reset can overtake the answer, which a gateway
/// that fails open takes for an allow.
/// </summary>
internal sealed class LingeringClose
{
    // A client that pauses has its answer; when every byte is read, closing does not reset the connection.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // As long as Kestrel itself reads after an answer.
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(5);

    private volatile bool _isNeeded;

    /// <summary>Notes that Kestrel refuses a request, and will close.</summary>
    public void Begin() => _isNeeded = true;

    /// <summary>Reads and discards the rest.</summary>
    /// <param name="input">The connection's input, which Kestrel does not read any more.</param>
    public async Task WaitAsync(PipeReader input)
    {
        if (!_isNeeded) return;
        using var pause = new CancellationTokenSource();
        var began = Stopwatch.GetTimestamp();
        try
        {
            bool isEnd;
            do
            {
                pause.CancelAfter(Pause);
                var result = await input.ReadAsync(pause.Token);
                input.AdvanceTo(result.Buffer.End);
                isEnd = result.IsCompleted;
            }
            while (!isEnd && Stopwatch.GetElapsedTime(began) < Max);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client sends no more, or has closed.
        }
    }
}
