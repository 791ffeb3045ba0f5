using System.Text.Json;

namespace TokenAuthz.Testing.Processes;

/// <summary>How a command of the program ended, and its two streams.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>
    /// Why the command was refused: the text of a line that cannot be read, or what a service that does not start says in its log, a line
    /// for each error below their number.
    /// </summary>
    public string ReadReasons()
    {
        if (Error.StartsWith("token-authz: ", StringComparison.Ordinal)) return Error;
        Assert.Equal("", Error);
        var lines = Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("@l", out var level) && level.GetString() == "Fatal").ToList();
        return $"({lines.Count} errors)\n{string.Join('\n', lines.Select(line => line.GetProperty("Reason").GetString()))}";
    }
}
