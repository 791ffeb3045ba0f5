using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that are made of headers.</summary>
internal static class HeaderParts
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

    /// <summary>
    /// Writes <c>Name:value</c> and a line feed for each header that the token lists, as APISIX did before version 3.11; an absent header
    /// has an empty value. The list has to hold those of <c>SignedHeaders</c>, which are written where the token has no list.
    /// </summary>
    /// <returns>False when the list is ill-formed, or a header is repeated, or holds a line feed, so that it could pass for two.</returns>
    public static bool TryWriteLines<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var list = source.Values[settings.SignedHeaderNames];
        if (list.IsEmpty)
        {
            foreach (var name in settings.SignedHeaders.AsSpan())
            {
                if (!TryWriteLine(ref writer, ref source, name)) return false;
            }

            return true;
        }

        var names = new SignedNames(list, (byte)';');
        if (!names.IsWellFormed) return false;
        foreach (var name in settings.SignedHeaders.AsSpan())
        {
            if (!names.Contains(name)) return false;
        }

        while (!list.IsEmpty)
        {
            if (!TryWriteLine(ref writer, ref source, SignedNames.Take(ref list, (byte)';'))) return false;
        }

        return true;
    }

    private static bool TryWriteLine<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (SignedNames.HeaderOf(name) is not { } header || !BodyDigest.MayBeCovered(header.Bytes, [])) return false;
        if (Find(ref source, header, out var value) is HeaderCount.Several || value.ContainsAny((byte)'\r', (byte)'\n')) return false;
        writer.Append(name);
        writer.Append((byte)':');
        writer.Append(value);
        writer.Append((byte)'\n');
        return true;
    }
}
