using System.Collections.Immutable;

namespace TokenAuthz.Engine.Configuration;

/// <summary>The configuration does not load. The exception has every error that was found.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Takes the errors, at least one.</summary>
    public ConfigurationException(ImmutableArray<ConfigurationError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>Every error, in the order found.</summary>
    public ImmutableArray<ConfigurationError> Errors { get; }
}
