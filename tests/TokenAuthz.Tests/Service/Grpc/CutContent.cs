namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>The first bytes of a call, whose client then ends it.</summary>
internal sealed class CutContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _begin;
    private readonly CancellationTokenSource _call;

    public CutContent(ReadOnlyMemory<byte> begin, CancellationTokenSource call)
    {
        (_begin, _call) = (begin, call);
        Headers.ContentType = new("application/grpc");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
    {
        await stream.WriteAsync(_begin);
        await stream.FlushAsync();
        await _call.CancelAsync();
    }

    protected override bool TryComputeLength(out long length) => (length = 0) > 0;
}
