namespace TokenAuthz.Signing.Schemes;

/// <summary>A scheme is ill-formed.</summary>
/// <param name="setting">The setting of <see cref="SchemeDefinition"/> that is wrong.</param>
/// <param name="message">What is wrong with it, and where.</param>
public sealed class SchemeException(string setting, string message) : Exception(message)
{
    /// <summary>The setting that is wrong: <c>Message</c>.</summary>
    public string Setting { get; } = setting;
}
