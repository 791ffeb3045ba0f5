namespace TokenAuthz.Commands;

/// <summary>A command cannot do what its line says; the message says what to write instead.</summary>
internal sealed class CommandException(string message) : Exception(message);
