using TokenAuthz.Checks;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Grpc;

/// <summary>Reads the request that a message of Envoy is about.</summary>
internal static class CheckRequestReader
{
    // A route of Envoy names the policy in its context_extensions, which a client cannot set.
    private const string PolicyKey = "policy";

    private static readonly HeaderName ContentLength = new("content-length");
    private static readonly HeaderName TransferEncoding = new("transfer-encoding");

    /// <summary>Reads the request.</summary>
    /// <param name="message">The message.</param>
    /// <param name="request">The request, as far as it could be read.</param>
    /// <param name="fault">Why it cannot be read.</param>
    /// <returns>False when the message does not say what the request is.</returns>
    public static bool TryRead(CheckMessage message, out CheckedRequest request, out DenyCause fault)
    {
        request = default;
        fault = message.TryRead() ? DenyCause.MessageIllFormed : message.Fault!.Value;
        if (message.Request?.Attributes?.Request?.Http is not { } http) return false;
        request = new(http.Method, http.Host, http.Path);
        if (message.Fault is not null || !(IsUtf8(http.Method) && IsUtf8(http.Host) && IsUtf8(http.Path))) return false;
        fault = DenyCause.MessageContradicts;
        return http.HeaderMap is not { } raw || Agrees(raw, request);
    }

    /// <summary>The policy that the route names; null for none.</summary>
    public static string? PolicyOf(AttributeContext attributes) =>
        attributes.ContextExtensions.TryGetValue(PolicyKey, out var name) ? name : null;

    /// <summary>The cause why the body of a message cannot be checked; null when it can.</summary>
    /// <param name="message">The message.</param>
    /// <param name="request">Its request.</param>
    public static DenyCause? BodyFaultOf(CheckMessage message, in GrpcRequestView request)
    {
        if (message.BodyFault is not null) return message.BodyFault;

        // Envoy writes the mark into headers, also when it sends the others as they were sent: a second place can only deny.
        var headers = message.Request!.Attributes.Request.Http.Headers;
        if (PartialBody.IsCut(request) || headers.GetValueOrDefault(PartialBody.Header.LowerText, "false") != "false")
            return DenyCause.BodyCut;
        return request.Body.IsEmpty && IsAnnounced(request) ? DenyCause.BodyMissing : null;
    }

    private static bool IsAnnounced(in GrpcRequestView request)
    {
        if (request.Header(TransferEncoding, out _) is not HeaderCount.None) return true;
        var count = request.Header(ContentLength, out var length);
        return count is HeaderCount.Several || (count is HeaderCount.One && !length.SequenceEqual("0"u8));
    }

    // The library decodes a byte that is not UTF-8 to this character.
    private static bool IsUtf8(string text) => !text.Contains('\ufffd', StringComparison.Ordinal);

    // Envoy writes '!' into attributes for each byte that is not UTF-8, and leaves such a byte in header_map as it is.
    private static bool Agrees(HeaderMap raw, in CheckedRequest request)
    {
        var buffer = RequestBuffer.Begin();
        foreach (var header in raw.Headers)
        {
            var attribute = header.Key switch
            {
                ":path" => request.Target,
                ":authority" => request.Host,
                ":method" => request.Method,
                _ => null,
            };
            if (attribute is not null && !GrpcRequestView.ValueOf(header, buffer).SequenceEqual(buffer.Utf8(attribute))) return false;
        }

        return true;
    }
}
