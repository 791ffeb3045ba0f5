using System.Diagnostics.CodeAnalysis;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A stand for all the tests of a class. It is empty where a program is missing: each test says so by itself.</summary>
[SuppressMessage("Design", "CA1063", Justification = "xunit ends fixtures through IAsyncLifetime.")]
public abstract class StandFixture : IAsyncLifetime
{
    private Stand? _stand;

    private protected virtual IEnumerable<string> Needed => ["envoy"];

    internal Stand Stand
    {
        get
        {
            Programs.Require(Needed);
            return _stand ?? throw new InvalidOperationException("The stand did not start.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Needed.All(program => Programs.Find(program) is not null)) _stand = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stand is not null) await _stand.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<Stand> StartAsync();
}
