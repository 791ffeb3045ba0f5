using TokenAuthz.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Grpc;

/// <summary>A question in a message of Envoy.</summary>
/// <param name="message">The message.</param>
/// <param name="listener">Where it came in.</param>
internal readonly struct GrpcQuestion(CheckMessage message, Listener listener) : IQuestion<GrpcRequestView>
{
    // The route's context_extensions of Envoy may name the policy; a client cannot set them.
    private const string PolicyKey = "policy";

    private static readonly HeaderName ContentLength = new("content-length");
    private static readonly HeaderName TransferEncoding = new("transfer-encoding");

    private AttributeContext Attributes => message.Request!.Attributes;

    private AttributeContext.Types.HttpRequest Http => Attributes.Request.Http;

    public string? Policy => Attributes.ContextExtensions.TryGetValue(PolicyKey, out var name) ? name : null;

    public bool TryRead(out CheckedRequest original, out string? why)
    {
        original = default;
        why = null;
        if (!message.TryRead()) why = message.Fault;
        if (message.Request?.Attributes?.Request?.Http is not { } http) return false;
        original = new(http.Method, http.Host, http.Path);
        if (!(IsUtf8(http.Method) && IsUtf8(http.Host) && IsUtf8(http.Path))) why = GrpcFault.IllFormed;
        else if (http.HeaderMap is { } raw && !Agrees(raw, original)) why = GrpcFault.Rewritten;
        return why is null && original is { Method.Length: > 0, Target.Length: > 0 };
    }

    public GrpcRequestView View(in CheckedRequest original, ReadOnlyMemory<byte> body) =>
        new(Http, Attributes.Source?.Address?.SocketAddress?.Address ?? "", listener, body);

    public ValueTask<SignedBody> ReadBodyAsync(in CheckedRequest original)
    {
        var body = Http.RawBody.Memory;
        return new(WhyNotChecked(View(original, body)) is { } why ? new(default, why) : new SignedBody(body));
    }

    private string? WhyNotChecked(in GrpcRequestView request)
    {
        if (message.BodyFault is not null) return message.BodyFault;

        // Envoy writes the mark beside the other headers, as they were sent or not; a second place can only deny.
        if (PartialBody.IsCut(request) || Http.Headers.GetValueOrDefault(PartialBody.Header.LowerText, "false") != "false") return BodyFault.Cut;
        return request.Body.IsEmpty && IsAnnounced(request) ? BodyFault.Missing : null;
    }

    private static bool IsAnnounced(in GrpcRequestView request)
    {
        if (request.Header(TransferEncoding, out _) is not HeaderCount.None) return true;
        var count = request.Header(ContentLength, out var length);
        return count is HeaderCount.Several || (count is HeaderCount.One && !length.SequenceEqual("0"u8));
    }

    // The library reads a byte that is not UTF-8 as this character.
    private static bool IsUtf8(string text) => !text.Contains('\ufffd', StringComparison.Ordinal);

    // Envoy writes ! into attributes for each byte that is not UTF-8, and hands such a byte on as it is.
    private static bool Agrees(HeaderMap raw, in CheckedRequest original)
    {
        var scratch = RequestBuffer.Begin();
        foreach (var header in raw.Headers)
        {
            var attribute = header.Key switch { ":path" => original.Target, ":authority" => original.Host, ":method" => original.Method, _ => null };
            if (attribute is not null && !GrpcRequestView.ValueOf(header, scratch).SequenceEqual(scratch.Utf8(attribute))) return false;
        }

        return true;
    }
}
