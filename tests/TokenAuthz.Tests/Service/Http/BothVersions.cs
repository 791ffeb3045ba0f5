namespace TokenAuthz.Tests.Service.Http;

/// <summary>A service with a listener for each version of HTTP.</summary>
public sealed class BothVersions : IAsyncDisposable
{
    private readonly RunningService _service = RunningService.Start(
        "Listeners:0:Name=http1", "Listeners:1:Name=http2", "Listeners:1:Protocol=http2", "Listeners:1:Url=http://127.0.0.1:0");

    public int Http1Port => _service.Ports[0];

    public int Http2Port => _service.Ports[1];

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
