using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The parameters of a request that OAuth 1.0 signs (RFC 5849, section 3.4.1.3): those of the query, of a body that is a form, and of
/// the header <c>Authorization</c>, without the signature and the realm.
/// </summary>
internal static class OAuthParameters
{
    private static readonly HeaderName ContentType = new("content-type");

    private static ReadOnlySpan<byte> Signature => "oauth_signature"u8;

    /// <summary>Writes the parameters, encoded and sorted, <c>name=value</c> joined by <c>&amp;</c>.</summary>
    /// <param name="writer">Receives the parameters.</param>
    /// <param name="source">The request.</param>
    /// <param name="list">The parameters of the header; empty when it has none.</param>
    /// <returns>False when a parameter is ill-formed, there are too many, or two headers tell the type of the body.</returns>
    public static bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> list)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var parameters = new EncodedParameters(stackalloc EncodedParameters.Entry[EncodedParameters.MaxCount]);
        var text = new ByteWriter(stackalloc byte[512]);
        try
        {
            var count = source.Request.Header(ContentType, out var type);
            if (count is HeaderCount.Several
                || !TryAddForm(ref parameters, ref text, RequestPath.QueryOf(source.Target))
                || !TryAddForm(ref parameters, ref text, IsForm(type) ? source.Request.Body : default)
                || !TryAddList(ref parameters, ref text, list)) return false;
            var isFirst = true;
            foreach (var parameter in parameters.Sorted)
            {
                if (!isFirst) writer.Append((byte)'&');
                writer.Append(text.Written[parameter.Name]);
                writer.Append((byte)'=');
                writer.Append(text.Written[parameter.Value]);
                isFirst = false;
            }

            return true;
        }
        finally
        {
            text.Dispose();
        }
    }

    private static bool IsForm(ReadOnlySpan<byte> type)
    {
        var end = type.IndexOf((byte)';');
        return Ascii.EqualsIgnoreCase((end < 0 ? type : type[..end]).Trim(" \t"u8), "application/x-www-form-urlencoded"u8);
    }

    private static bool TryAddForm(scoped ref EncodedParameters parameters, scoped ref ByteWriter text, scoped ReadOnlySpan<byte> form)
    {
        if (form.Contains((byte)' ')) return false; // A plus sign is one.
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty) continue;
            var end = pair.IndexOf((byte)'=');
            var name = end < 0 ? pair : pair[..end];
            if (!name.SequenceEqual(Signature) && !parameters.TryAdd(ref text, name, end < 0 ? default : pair[(end + 1)..], isForm: true))
                return false;
        }

        return true;
    }

    // `name="value"` separated by commas (section 3.5.1).
    private static bool TryAddList(scoped ref EncodedParameters parameters, scoped ref ByteWriter text, scoped ReadOnlySpan<byte> list)
    {
        if (list.IsEmpty) return true;
        foreach (var range in list.Split((byte)','))
        {
            var pair = list[range].Trim(" \t"u8);
            var end = pair.IndexOf((byte)'=');
            if (end < 0 || pair[(end + 1)..] is not [(byte)'"', .. var value, (byte)'"']) return false;
            var name = pair[..end];
            if (name.SequenceEqual(Signature) || name.SequenceEqual("realm"u8)) continue;
            if (!parameters.TryAdd(ref text, name, value, isForm: false)) return false;
        }

        return true;
    }
}
