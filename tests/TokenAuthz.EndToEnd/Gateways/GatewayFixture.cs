namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>One stand for the tests of a class, started by the first of them: it is a test that can be skipped, not a fixture.</summary>
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
