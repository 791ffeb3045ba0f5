using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>A wall clock that a test sets for its processes: see clock.c.</summary>
internal sealed class WallClock : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The variables of a process that reads this clock.</summary>
    public ImmutableArray<(string Name, string Value)> Environment => [("LD_PRELOAD", Library), ("WALL_CLOCK", File)];

    private string Library => _folder["clock.so"];

    private string File => _folder["now"];

    public async Task BuildAsync()
    {
        await Compiler.BuildAsync(Library, "tests/TokenAuthz.EndToEnd/InsideEnvoy/clock.c");
        Set(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <summary>Sets the clock, which stands still.</summary>
    /// <param name="now">Unix time in seconds.</param>
    public void Set(long now)
    {
        // The bytes change in place, because the processes have the file mapped.
        using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes(now));
    }

    public void Dispose() => _folder.Dispose();
}
