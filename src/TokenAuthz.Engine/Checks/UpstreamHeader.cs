namespace TokenAuthz.Engine.Checks;

/// <summary>A header that an allow sets.</summary>
/// <param name="Name">The name in lower case.</param>
/// <param name="Value">The value; empty when the policy asks for no token, for example.</param>
public readonly record struct UpstreamHeader(string Name, string Value);
