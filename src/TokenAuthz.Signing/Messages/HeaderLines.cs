using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The lines of a header, in the order of their arrival.</summary>
internal static class HeaderLines
{
    /// <summary>Gets a line.</summary>
    /// <returns>False when the request has not so many.</returns>
    public static bool TryGet<TRequest>(scoped ref TRequest request, HeaderName name, int index, out ReadOnlySpan<byte> line)
        where TRequest : struct, IRequestView, allows ref struct
    {
        line = default;
        return index == 0 && request.Header(name, out line) is HeaderCount.One;
    }
}
