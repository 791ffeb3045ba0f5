namespace TokenAuthz.Signing.Requests;

/// <summary>
/// A request as bytes of the wire. Each host implements it over its own memory, so that a check copies as little as possible.
/// Implement it as a struct, so that generic code over it compiles to direct calls; as a ref struct if it borrows memory.
/// </summary>
public interface IRequestView
{
    /// <summary>
    /// Whether the view looks <see cref="Method"/> and <see cref="Host"/> up each time, because the gateway has refused requests that have
    /// none. Then a check asks for them only where a policy or a scheme reads them.
    /// </summary>
    static virtual bool IsLazy => false;

    /// <summary>The method as sent, in its case: <c>GET</c>.</summary>
    ReadOnlySpan<byte> Method { get; }

    /// <summary>The value of <c>Host</c> or <c>:authority</c>, with its port if one was sent; empty when there is none.</summary>
    ReadOnlySpan<byte> Host { get; }

    /// <summary>The request target as on the wire (RFC 9112, section 3.2): path and query, nothing decoded, nothing normalized.</summary>
    ReadOnlySpan<byte> Target { get; }

    /// <summary>The body, when the scheme signs it, so that the host read it; otherwise empty.</summary>
    ReadOnlySpan<byte> Body { get; }

    /// <summary>The address of the client, not of a proxy between; the default value when it is not known.</summary>
    ClientAddress ClientAddress { get; }

    /// <summary>Looks up a header; <paramref name="value"/> is set only if the result is <see cref="HeaderCount.One"/>.</summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <param name="value">The value's bytes, valid until the request ends.</param>
    HeaderCount Header(HeaderName name, out ReadOnlySpan<byte> value);

    /// <summary>
    /// Takes one line of a header, for formats that sign a header that is sent in several. A host that is told of the lines joined by
    /// commas has them as one line.
    /// </summary>
    /// <param name="name">The header's name, in any case.</param>
    /// <param name="index">The place of the line among those of the name, in the order that they arrived, from 0.</param>
    /// <param name="value">The line's bytes, valid until the request ends.</param>
    /// <returns>False when the header has no such line.</returns>
    bool TryGetLine(HeaderName name, int index, out ReadOnlySpan<byte> value);

    /// <summary>Counts the lines of all headers whose names begin with a text, for formats that sign each of them.</summary>
    /// <param name="beginning">The beginning of the names, in any case, such as <c>x-amz-</c>.</param>
    int CountLines(HeaderName beginning);
}
