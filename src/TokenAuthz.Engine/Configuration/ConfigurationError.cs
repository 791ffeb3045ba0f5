namespace TokenAuthz.Engine.Configuration;

/// <summary>One mistake in the configuration.</summary>
/// <param name="Path">The path of the setting, as in <c>TokenAuthz:Keys:0:File</c>.</param>
/// <param name="Value">The value as written; null when there is none or it must not be shown.</param>
/// <param name="Message">The mistake, and what to write instead.</param>
public sealed record ConfigurationError(string Path, string? Value, string Message)
{
    /// <summary>The error on one line: <c>path = "value": message</c>.</summary>
    public override string ToString() => Value is null ? $"{Path}: {Message}" : $"{Path} = \"{Value}\": {Message}";
}
