namespace TokenAuthz.Engine.Configuration;

/// <summary>One thing that is wrong with the configuration.</summary>
/// <param name="Key">The setting, as in <c>TokenAuthz:Keys:0:File</c>.</param>
/// <param name="Value">What it says; null when it says nothing or must not be shown.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record ConfigurationError(string Key, string? Value, string Message)
{
    /// <summary>The error on one line: <c>key = "value": message</c>.</summary>
    public override string ToString() => Value is null ? $"{Key}: {Message}" : $"{Key} = \"{Value}\": {Message}";
}
