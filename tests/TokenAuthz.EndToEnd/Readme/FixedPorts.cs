namespace TokenAuthz.EndToEnd.Readme;

/// <summary>What runs on the ports that the shipped files name: one test after the other.</summary>
[CollectionDefinition(nameof(FixedPorts))]
public sealed class FixedPorts
{
    public const int Gateway = 10000;
    public const int Application = 10001;
    public const int Check = 8080;
    public const int Admin = 8081;

    /// <summary>Skips the running test when another program has one of the ports.</summary>
    internal static void Require(params IEnumerable<int> ports) =>
        Programs.Unless(ports.All(FreePorts.IsFree), $"One of the ports {string.Join(", ", ports)} is taken by another program.");
}
