namespace TokenAuthz.Testing.Processes;

/// <summary>How a command of the program ended, and its two streams.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
