namespace TokenAuthz.Commands;

/// <summary>A command cannot run as its line says. The message says what to write instead.</summary>
internal sealed class CommandException(string message) : Exception(message);
