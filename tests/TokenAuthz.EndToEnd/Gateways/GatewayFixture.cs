namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>One stand for the tests of a class, which the first of them starts: xunit skips tests, not fixtures.</summary>
public sealed class GatewayFixture<T> : IAsyncDisposable
    where T : IExample
{
    private readonly Lazy<Task<GatewayStand>> _stand = new(() => GatewayStand.StartAsync(T.Gateway));

    public async ValueTask DisposeAsync()
    {
        if (_stand is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }) await (await _stand.Value).DisposeAsync();
    }

    internal Task<GatewayStand> StandAsync()
    {
        Programs.Require(T.Gateway.Program);
        return _stand.Value;
    }
}
