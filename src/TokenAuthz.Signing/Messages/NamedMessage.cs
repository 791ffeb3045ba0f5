namespace TokenAuthz.Signing.Messages;

/// <summary>A message with a name, which a trace shows by itself.</summary>
/// <param name="Name">The name.</param>
/// <param name="Template">The message.</param>
internal sealed record NamedMessage(string Name, MessageTemplate Template);
