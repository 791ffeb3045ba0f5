using System.Diagnostics.CodeAnalysis;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A stand for all the tests of a class. It is empty where Envoy is missing: each test says so by itself.</summary>
[SuppressMessage("Design", "CA1063", Justification = "xunit ends fixtures through IAsyncLifetime.")]
public abstract class StandFixture : IAsyncLifetime
{
    private Stand? _stand;

    internal Stand Stand
    {
        get
        {
            Programs.Require("envoy");
            return _stand ?? throw new InvalidOperationException("The stand did not start.");
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Programs.Find("envoy") is not null) _stand = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stand is not null) await _stand.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<Stand> StartAsync();
}
