namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Tests that share the stand of their fixture.</summary>
public abstract class StandTests : IAsyncLifetime
{
    private readonly StandFixture _fixture;

    private protected StandTests(StandFixture fixture, StandOptions options) => (_fixture, Options) = (fixture, options);

    private protected StandOptions Options { get; }

    private protected Stand Stand { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stand = await _fixture.StartAsync(Options);

    // The fixture ends the stand.
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
