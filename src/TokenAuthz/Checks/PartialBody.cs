using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Checks;

/// <summary>
/// The header by which Envoy says whether it cut the body. A client can send one too, beside Envoy's or where Envoy sends none, so
/// that the header can only deny: a body is whole if the header is absent or says <c>false</c> once.
/// </summary>
internal static class PartialBody
{
    /// <summary>The header's name.</summary>
    public static HeaderName Header { get; } = new("x-envoy-auth-partial-body");

    /// <summary>Whether the body of a request counts as cut.</summary>
    public static bool IsCut<TRequest>(in TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var count = request.Header(Header, out var value);
        return count is HeaderCount.Several || (count is HeaderCount.One && !value.SequenceEqual("false"u8));
    }
}
