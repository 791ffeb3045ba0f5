namespace TokenAuthz.EndToEnd.Harness;

/// <summary>One stand for the tests of a class or a collection, which the first of them starts.</summary>
public sealed class StandFixture : IAsyncDisposable
{
    private Task<Stand>? _stand;

    public async ValueTask DisposeAsync()
    {
        if (_stand is { IsCompletedSuccessfully: true }) await (await _stand).DisposeAsync();
    }

    // The tests run one after the other, so that two do not start it. A test whose stand did not start fails as the first did.
    internal Task<Stand> StartAsync(StandOptions options) => _stand ??= Stand.StartAsync(options);
}
