using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>A gateway with its example, and what is particular to it.</summary>
/// <param name="Example">The folder of the example.</param>
/// <param name="Program">The program to run.</param>
/// <param name="Arguments">Its arguments, in the example's folder.</param>
public sealed record Gateway(string Example, string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>The port of the example's listener of checks.</summary>
    public required int CheckPort { get; init; }

    /// <summary>The target that the gateway asks about, for one that a client sends.</summary>
    public Func<string, string> AskedAbout { get; init; } = target => target;

    /// <summary>Whether the body of a deny reaches the client.</summary>
    public bool HandsOnBody { get; init; } = true;

    /// <summary>What the client is told when the service does not answer.</summary>
    public required int StatusOnError { get; init; }

    /// <summary>What the client is told when the service accepts a check and is silent; null for the same.</summary>
    public int? StatusOnSilence { get; init; }

    /// <summary>After which the client is told so, at the latest; most of it is for a busy machine.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the example is about the project's own envoy.yaml.</summary>
    public bool RunsEnvoyFile { get; init; }

    public override string ToString() => Example;
}
