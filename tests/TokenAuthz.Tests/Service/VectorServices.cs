using Google.Protobuf;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Tests.Service.Grpc;

namespace TokenAuthz.Tests.Service;

/// <summary>
/// One service for all vectors: a scheme, a policy and a listener for each way of configuring one, a second listener by gRPC for those of
/// webhooks, and a clock to set. There is a second service only when two vectors name different keys by the same id.
/// </summary>
public sealed class VectorServices : IAsyncDisposable
{
    private const string AddressHeader = "x-client-address";

    private readonly FakeTimeProvider _clock = new();
    private readonly List<RunningService> _services = [];
    private readonly Dictionary<VectorConfiguration, int> _ports = [];
    private readonly Dictionary<VectorConfiguration, int> _grpcPorts = [];

    public VectorServices()
    {
        foreach (var share in VectorConfiguration.Share(
            AllVectors.List.Select(vector => vector.Configuration).Distinct(), (one, other) => one.MayShareWith(other)))
        {
            var webhooks = share.Index().Where(one => one.Item.IsWebhook).ToList();
            var service = RunningService.Start(
                _clock,
                [
                    .. share.SelectMany((one, i) => one.SettingsOf(i).Concat(Listener(i, i))),
                    .. webhooks.SelectMany((one, i) => GrpcListener(share.Count + i, one.Index)),
                    .. VectorConfiguration.Keys(share),
                ]);
            _services.Add(service);
            foreach (var (i, one) in share.Index()) _ports[one] = service.Ports[i];
            foreach (var (i, one) in webhooks.Index()) _grpcPorts[one.Item] = service.Ports[share.Count + i];
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services) await service.DisposeAsync();
    }

    /// <summary>Sends a vector to the listener whose policy is the vector's, at its time.</summary>
    internal Task<RawAnswer> CheckAsync(Vector vector)
    {
        _clock.AdjustTime(vector.Now);
        return RawHttp.SendToEndAsync(
            _ports[vector.Configuration], vector.Request(vector.ClientAddress is { } address ? [new(AddressHeader, address)] : []));
    }

    /// <summary>Asks by gRPC about a vector of webhooks, as Envoy does with <c>pack_as_bytes</c>.</summary>
    internal Task<CheckResponse> CheckByGrpcAsync(Vector vector)
    {
        _clock.AdjustTime(vector.Now);
        return GrpcClient.CheckAsync(_grpcPorts[vector.Configuration], GrpcClient.Question(http =>
        {
            (http.Method, http.Host, http.Path) = (vector.Method, vector.Host, vector.Target);
            http.RawBody = ByteString.CopyFromUtf8(vector.Body ?? "");
            foreach (var lines in vector.Headers.ToLookup(line => line.Key.ToLowerInvariant(), line => line.Value))
                http.Headers[lines.Key] = string.Join(',', lines);
        }));
    }

    private static IEnumerable<string> GrpcListener(int index, int policy) =>
        Listener(index, policy).Append($"Listeners:{index}:Kind=ext-authz-grpc");

    private static IEnumerable<string> Listener(int index, int policy) =>
    [
        $"Listeners:{index}:Name=listener-{index}", $"Listeners:{index}:Url=http://127.0.0.1:0",
        $"Listeners:{index}:Policies:0=policy-{policy}", $"Listeners:{index}:ClientAddressHeader={AddressHeader}",
    ];
}
