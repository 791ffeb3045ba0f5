using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>A wall clock for processes of the test's own, which says what it is set to: see clock.c.</summary>
internal sealed class WallClock : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-authz-clock-").FullName;

    /// <summary>What a process that goes by it has in its environment.</summary>
    public ImmutableArray<(string Name, string Value)> Environment => [("LD_PRELOAD", Library), ("WALL_CLOCK", File)];

    private string Library => Path.Combine(_folder, "clock.so");

    private string File => Path.Combine(_folder, "now");

    public async Task BuildAsync()
    {
        await Compiler.BuildAsync("clock.c", Library);
        Set(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }

    /// <summary>Sets the clock, which stands still.</summary>
    /// <param name="now">Unix time in seconds.</param>
    public void Set(long now)
    {
        // In place: the processes have the file mapped.
        using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes(now));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
