namespace TokenAuthz.Signing.Schemes;

/// <summary>A definition is ill-formed, or cannot sign a request.</summary>
/// <param name="setting">The setting of <see cref="SchemeDefinition"/> that is wrong.</param>
/// <param name="message">The mistake, its place, and a value that works.</param>
public sealed class SchemeException(string setting, string message) : Exception(message)
{
    /// <summary>The setting that is wrong: <c>Message</c>.</summary>
    public string Setting { get; } = setting;
}
