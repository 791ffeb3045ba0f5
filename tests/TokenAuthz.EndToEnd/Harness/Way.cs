using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>How Envoy asks whether a request may pass.</summary>
/// <param name="Name">The name, which is a row of tests.</param>
internal sealed record Way(string Name)
{
    /// <summary>Whether Envoy asks by gRPC; else over HTTP.</summary>
    public bool IsGrpc { get; init; }

    /// <summary>Whether Envoy asks over HTTP by HTTP/2; else by HTTP/1.1.</summary>
    public bool IsHttp2 { get; init; }

    /// <summary>Whether Envoy asks through a Unix socket.</summary>
    public bool IsUnix { get; init; }

    /// <summary>Whether Envoy asks over TLS.</summary>
    public bool IsTls { get; init; }

    /// <summary>Whether the check is inside Envoy, so that there is no service.</summary>
    public bool IsInside { get; init; }

    /// <summary>The programs that a stand needs.</summary>
    public ImmutableArray<string> Needed => IsInside ? ModuleLibrary.Needed : ["envoy"];

    public static Way Http { get; } = new("HTTP");

    public static Way Http2 { get; } = new("HTTP/2") { IsHttp2 = true };

    public static Way Grpc { get; } = new("gRPC") { IsGrpc = true };

    public static Way Inside { get; } = new("inside") { IsInside = true };

    /// <summary>The ways to ask the service.</summary>
    public static ImmutableArray<Way> OfService { get; } =
    [
        Http, Http2, Grpc,
        new("HTTP over TLS") { IsTls = true }, new("HTTP/2 over TLS") { IsHttp2 = true, IsTls = true },
        new("gRPC over TLS") { IsGrpc = true, IsTls = true },
        new("HTTP through a Unix socket") { IsUnix = true }, new("HTTP/2 through a Unix socket") { IsHttp2 = true, IsUnix = true },
        new("gRPC through a Unix socket") { IsGrpc = true, IsUnix = true },
    ];

    public static Way Of(string name) => OfService.Single(way => way.Name == name);

    /// <summary>The example's configuration of Envoy.</summary>
    public EnvoyFile ReadFile() => IsInside ? EnvoyFile.ReadModule() : IsGrpc ? EnvoyFile.ReadGrpc() : EnvoyFile.Read();
}
