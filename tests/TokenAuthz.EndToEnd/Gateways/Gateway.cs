using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>A gateway, its example, and how it differs from others.</summary>
/// <param name="Example">The folder of the example.</param>
/// <param name="Program">The program to run.</param>
/// <param name="Arguments">The program's arguments, which it gets in the example's folder.</param>
public sealed record Gateway(string Example, string Program, params ImmutableArray<string> Arguments)
{
    /// <summary>The port of the example's listener of checks.</summary>
    public required int CheckPort { get; init; }

    /// <summary>The target of the gateway's question for the target that a client sends.</summary>
    public Func<string, string> AskedAbout { get; init; } = target => target;

    /// <summary>Whether the body of a deny reaches the client.</summary>
    public bool HandsOnBody { get; init; } = true;

    /// <summary>The status of the answer to the client when the service does not answer.</summary>
    public required int StatusOnError { get; init; }

    /// <summary>The same when the service accepts a check and does not answer it; null for the same status.</summary>
    public int? StatusOnSilence { get; init; }

    /// <summary>The longest time until the client gets that answer; most of it is for a busy machine.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the example runs the project's own envoy.yaml.</summary>
    public bool RunsEnvoyFile { get; init; }

    public override string ToString() => Example;
}
