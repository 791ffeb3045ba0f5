using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The parameters of a request that OAuth 1.0 signs (RFC 5849, section 3.4.1.3): those of the query, of a body that is a form, and of
/// the header <c>Authorization</c>, without the signature and the realm. A parameter of the protocol that is there twice is denied
/// (section 3.1), because an upstream could read the other one; so is a signature outside of the header.
/// </summary>
internal sealed class OAuthParameters(int list) : PartWriter
{
    public static readonly MessagePart Part = new("oauth_parameters", new() { Bytes = HttpBytes.Target })
    {
        Writer = (_, settings) => new OAuthParameters(settings.IndexOf(WellKnownFields.Parameters)),
        Content = PartContent.Body,
    };

    private static readonly HeaderName ContentType = new("content-type");

    private static ReadOnlySpan<byte> Protocol => "oauth_"u8;

    private static ReadOnlySpan<byte> Signature => "oauth_signature"u8;

    // Refuses a parameter that is ill-formed, too many of them, two headers that tell the type of the body, and a parameter of the
    // protocol that is there twice.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var parameters = new ParameterList(
            stackalloc byte[ParameterList.StackText], stackalloc ParameterList.Entry[ParameterList.StackCount]);
        try
        {
            var count = source.Request.Header(ContentType, out var type);
            if (count is HeaderCount.Several
                || !TryAddForm(ref parameters, RequestPath.QueryOf(source.Target))
                || !TryAddForm(ref parameters, IsForm(type) ? source.Request.Body : default)
                || !TryAddList(ref parameters, source.Values[list])
                || RepeatsProtocol(parameters)) return false;
            ParameterList.Write(ref writer, parameters.Sorted, parameters.Text.Written);
            return true;
        }
        finally
        {
            parameters.Dispose();
        }
    }

    // The signature is not among the parameters of the header.
    private static bool RepeatsProtocol(scoped ParameterList parameters)
    {
        scoped var text = parameters.Text.Written;
        scoped var previous = default(ReadOnlySpan<byte>);
        foreach (var parameter in parameters.Sorted)
        {
            var name = parameter.Name(text);
            if (name.SequenceEqual(Signature) || (name.StartsWith(Protocol) && name.SequenceEqual(previous))) return true;
            previous = name;
        }

        return false;
    }

    /// <summary>Whether a body of a media type is a form.</summary>
    public static bool IsForm(ReadOnlySpan<byte> type)
    {
        var end = type.IndexOf((byte)';');
        return Ascii.EqualsIgnoreCase((end < 0 ? type : type[..end]).Trim(" \t"u8), "application/x-www-form-urlencoded"u8);
    }

    private static bool TryAddForm(scoped ref ParameterList parameters, scoped ReadOnlySpan<byte> form)
    {
        if (form.Contains((byte)' ')) return false; // A plus sign is one.
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty) continue;
            var end = pair.IndexOf((byte)'=');
            var name = end < 0 ? pair : pair[..end];
            if (!EncodedParameters.TryAdd(ref parameters, name, end < 0 ? default : pair[(end + 1)..], isForm: true)) return false;
        }

        return true;
    }

    // `name="value"` separated by commas (section 3.5.1).
    private static bool TryAddList(scoped ref ParameterList parameters, scoped ReadOnlySpan<byte> header)
    {
        if (header.IsEmpty) return true;
        foreach (var range in header.Split((byte)','))
        {
            var pair = header[range].Trim(" \t"u8);
            var end = pair.IndexOf((byte)'=');
            if (end < 0 || pair[(end + 1)..] is not [(byte)'"', .. var value, (byte)'"']) return false;
            var name = pair[..end];
            if (name.SequenceEqual(Signature) || name.SequenceEqual("realm"u8)) continue;
            if (!EncodedParameters.TryAdd(ref parameters, name, value, isForm: false)) return false;
        }

        return true;
    }
}
