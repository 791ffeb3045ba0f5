using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The query in the one spelling that AWS Signature Version 4 and its kin sign: each name and value decoded and encoded anew, sorted
/// by name and then by value.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
internal static class CanonicalQuery
{
    /// <summary>With a parameter that may be left out, and without it.</summary>
    public const int Spellings = 2;

    /// <summary>Writes the query without the parameter that holds the signature.</summary>
    /// <param name="writer">Receives the parameters, <c>name=value</c> joined by <c>&amp;</c>.</param>
    /// <param name="query">The raw query.</param>
    /// <param name="settings">The token's parameters.</param>
    /// <param name="used">The locators that the token was read from, a bit each.</param>
    /// <param name="except">The name of one more parameter that is left out; empty for none.</param>
    /// <returns>
    /// False when an escape is ill-formed, there are too many parameters, the one that is left out is absent, or the name of
    /// a parameter of the token is escaped: the check would not find the parameter, and an upstream that decodes names would.
    /// </returns>
    public static bool TryWrite(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> query, MessageSettings settings, uint used, scoped ReadOnlySpan<byte> except)
    {
        var parameters = new EncodedParameters(stackalloc EncodedParameters.Entry[EncodedParameters.MaxCount]);
        var text = new ByteWriter(stackalloc byte[512]);
        try
        {
            var isLeftOut = except.IsEmpty;
            foreach (var range in query.Split((byte)'&'))
            {
                var parameter = query[range];
                var end = parameter.IndexOf((byte)'=');
                var name = end < 0 ? parameter : parameter[..end];
                if (parameter.IsEmpty || IsAmong(settings.SignatureParameters, used, name)) continue;
                if (!except.IsEmpty && name.SequenceEqual(except))
                {
                    isLeftOut = true;
                    continue;
                }

                var start = text.Length;
                if (!parameters.TryAdd(ref text, name, end < 0 ? default : parameter[(end + 1)..], isForm: false)) return false;
                if (name.Contains((byte)'%') && HidesTokenName(text.Written[start..], settings)) return false;
            }

            Write(ref writer, parameters.Sorted, text.Written);
            return isLeftOut;
        }
        finally
        {
            text.Dispose();
        }
    }

    private static void Write(
        ref ByteWriter writer, scoped ReadOnlySpan<EncodedParameters.Entry> parameters, scoped ReadOnlySpan<byte> text)
    {
        var isFirst = true;
        foreach (var (name, value) in parameters)
        {
            if (!isFirst) writer.Append((byte)'&');
            isFirst = false;
            writer.Append(text[name]);
            writer.Append((byte)'=');
            writer.Append(text[value]);
        }
    }

    // A name of the token begins the text of the parameter that was added last. The names of tokens need no escapes.
    private static bool HidesTokenName(ReadOnlySpan<byte> added, MessageSettings settings)
    {
        foreach (var token in settings.TokenParameters)
        {
            if (added.StartsWith(token.Name)) return true;
        }

        return false;
    }

    private static bool IsAmong(ImmutableArray<TokenParameter> parameters, uint used, ReadOnlySpan<byte> name)
    {
        foreach (var parameter in parameters)
        {
            if ((parameter.Locators & used) != 0 && name.SequenceEqual(parameter.Name)) return true;
        }

        return false;
    }
}
