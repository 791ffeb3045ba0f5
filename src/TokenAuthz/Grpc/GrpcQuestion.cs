using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;

namespace TokenAuthz.Grpc;

/// <summary>A question in a message of Envoy.</summary>
internal readonly struct GrpcQuestion(CheckRequest message, Listener listener) : IQuestion<GrpcRequestView>
{
    // The route's context_extensions of Envoy may name the policy; a client cannot set them.
    private const string PolicyKey = "policy";

    private const string PartialBody = "x-envoy-auth-partial-body";

    private AttributeContext.Types.HttpRequest? Http => message.Attributes?.Request?.Http;

    public string? Policy => message.Attributes.ContextExtensions.TryGetValue(PolicyKey, out var name) ? name : null;

    public bool TryRead(out OriginalRequest original)
    {
        original = Http is { } http ? new(http.Method, http.Host, http.Path) : default;
        return original is { Method.Length: > 0, Target.Length: > 0 };
    }

    public GrpcRequestView View(in OriginalRequest original, ReadOnlyMemory<byte> body) =>
        new(Http!, message.Attributes.Source?.Address?.SocketAddress?.Address ?? "", listener, body);

    // Envoy says so when it cut the body.
    public ValueTask<ReadOnlyMemory<byte>?> ReadBodyAsync()
    {
        var http = Http!;
        if (http.Headers.TryGetValue(PartialBody, out var isPartial) && isPartial == "true") return new(default(ReadOnlyMemory<byte>?));
        return new(http.RawBody.IsEmpty ? System.Text.Encoding.UTF8.GetBytes(http.Body) : http.RawBody.Memory);
    }
}
