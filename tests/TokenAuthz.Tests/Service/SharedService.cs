using TokenAuthz.Tests.Service;

[assembly: AssemblyFixture(typeof(SharedService))]

namespace TokenAuthz.Tests.Service;

/// <summary>One service for the tests that leave no trace in it: what a check answers depends on nothing before it.</summary>
public sealed class SharedService : IAsyncDisposable
{
    internal RunningService Service { get; } = RunningService.Start();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
