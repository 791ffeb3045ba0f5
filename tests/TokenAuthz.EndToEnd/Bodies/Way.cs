using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Bodies;

/// <summary>How Envoy asks the service.</summary>
/// <param name="Name">Its name, which is a row of tests.</param>
/// <param name="IsGrpc">Whether by gRPC; else over HTTP/1.1.</param>
/// <param name="IsTls">Whether over TLS.</param>
internal sealed record Way(string Name, bool IsGrpc, bool IsTls)
{
    public static Way Http { get; } = new("HTTP", IsGrpc: false, IsTls: false);

    public static Way Grpc { get; } = new("gRPC", IsGrpc: true, IsTls: false);

    public static ImmutableArray<Way> All { get; } = [Http, new("HTTP over TLS", IsGrpc: false, IsTls: true), Grpc, new("gRPC over TLS", IsGrpc: true, IsTls: true)];

    public static Way Of(string name) => All.Single(way => way.Name == name);
}
