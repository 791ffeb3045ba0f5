using System.Collections.Immutable;
using System.Text;
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

    /// <summary>Writes <c>Name:value</c> and a line feed for each header; an absent header has an empty value.</summary>
    /// <returns>False when a header is repeated, or holds a line feed, so that it could pass for two.</returns>
    public static bool TryWriteHeaders<TRequest>(ref ByteWriter writer, ref TRequest request, ImmutableArray<HeaderName> names)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var name in names)
        {
            if (request.Header(name, out var value) is HeaderCount.Several || value.Contains((byte)'\n')) return false;
            writer.Advance(Encoding.ASCII.GetBytes(name.Text, writer.Reserve(name.Text.Length)));
            writer.Append((byte)':');
            writer.Append(value);
            writer.Append((byte)'\n');
        }

        return true;
    }
}
