using System.Diagnostics;

namespace TokenAuthz.Testing;

/// <summary>A folder that is deleted with its owner.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("token-authz-").FullName;

    /// <summary>The path of a file in it, whether or not the file exists.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file in one step, so that no reader sees half of it.</summary>
    /// <returns>The path of the file.</returns>
    public string Write(string name, string content)
    {
        File.WriteAllText(this[name] + ".new", content);
        return Replace(name);
    }

    /// <summary>Puts a pipe in the place of a file: whoever opens it waits for a writer.</summary>
    /// <returns>The path of the pipe.</returns>
    public string MakePipe(string name)
    {
        using var make = Process.Start("mkfifo", [this[name] + ".new"]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return Replace(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Replace(string name)
    {
        File.Move(this[name] + ".new", this[name], overwrite: true);
        return this[name];
    }
}
