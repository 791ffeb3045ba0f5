using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Texts of headers.</summary>
internal static class HeaderText
{
    /// <summary>Takes the value of one header.</summary>
    /// <returns>False when the header is repeated, or absent and not optional.</returns>
    public static bool TryTake<TRequest>(ref TRequest request, MessagePiece piece, out ReadOnlySpan<byte> value)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var count = request.Header(piece.Header!, out value);
        return count is HeaderCount.One || (count is HeaderCount.None && piece.IsOptional);
    }

    /// <summary>Finds a header of a request; the host is that of <c>PublicUrl</c>, if the scheme has one.</summary>
    public static HeaderCount Find<TRequest>(scoped ref MessageSource<TRequest> source, HeaderName name, out ReadOnlySpan<byte> value)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (name.LowerText is not "host") return source.Request.Header(name, out value);
        value = source.Host;
        return value.IsEmpty ? HeaderCount.None : HeaderCount.One;
    }
}
