namespace TokenAuthz.Tests;

/// <summary>A folder of the test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("token-authz-").FullName;

    /// <summary>The path of a file in it, whether or not the file exists.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file in one step, as a reader in between must not see half of it: its path.</summary>
    public string Write(string name, string content)
    {
        File.WriteAllText(this[name] + ".new", content);
        File.Move(this[name] + ".new", this[name], overwrite: true);
        return this[name];
    }

    /// <summary>Makes a pipe, whose opening waits for a writer, in place of what is there: its path.</summary>
    public string MakePipe(string name)
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", [this[name] + ".new"]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        File.Move(this[name] + ".new", this[name], overwrite: true);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
