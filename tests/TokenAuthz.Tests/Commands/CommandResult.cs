namespace TokenAuthz.Tests.Commands;

/// <summary>What is left of a process that has ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
