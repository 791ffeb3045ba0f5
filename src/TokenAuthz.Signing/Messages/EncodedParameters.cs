using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Parameters that are decoded and percent-encoded anew, so that one parameter has one spelling.</summary>
internal static class EncodedParameters
{
    /// <summary>Adds a parameter.</summary>
    /// <param name="parameters">Receives the parameter, encoded.</param>
    /// <param name="name">The name, as in the request.</param>
    /// <param name="value">The value, as in the request.</param>
    /// <param name="isForm">Whether a plus sign means a blank, as in a form.</param>
    /// <returns>False when an escape is ill-formed, or there are too many parameters.</returns>
    public static bool TryAdd(
        scoped ref ParameterList parameters, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value, bool isForm)
    {
        var start = parameters.Text.Length;
        if (!TryEncode(ref parameters.Text, name, isForm)) return false;
        var end = parameters.Text.Length;
        return TryEncode(ref parameters.Text, value, isForm) && parameters.TryAdd(start, end);
    }

    private static bool TryEncode(scoped ref ByteWriter writer, scoped ReadOnlySpan<byte> text, bool isForm)
    {
        var room = writer.Reserve(PercentEncoding.MaxEncodedLength(text.Length));
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i];
            if (value == '%')
            {
                if (!PercentEncoding.TryDecodePair(text[(i + 1)..], out value)) return false;
                i += 2;
            }
            else if (value == '+' && isForm)
            {
                value = (byte)' ';
            }

            length += PercentEncoding.Encode(value, room[length..], keepsSlash: false);
        }

        writer.Advance(length);
        return true;
    }
}
