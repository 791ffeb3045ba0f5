using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The query in the one spelling that AWS Signature Version 4 and its kin sign: each name and value decoded and encoded anew, sorted
/// by name and then by value, without the parameter that holds the signature.
/// </summary>
/// <param name="settings">The token's parameters.</param>
/// <param name="except">The name of one more parameter, which some issuers sign and some leave out; empty for none.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
internal sealed class CanonicalQuery(MessageSettings settings, byte[] except) : PartWriter
{
    public static readonly MessagePart Part = new("canonical_query", new() { Bytes = HttpBytes.EncodedQuery })
    {
        Writer = (piece, settings) => new CanonicalQuery(settings, piece.Parameter),
        Argument = MessagePart.AnyArgument,
    };

    // With the parameter that may be left out, and without it.
    public override int Spellings => except.Length > 0 ? 2 : 1;

    // Refuses an escape that is ill-formed, too many parameters, one that is to be left out and is absent, and an escape in the name of a
    // parameter of the token: the check would not find the parameter, and an upstream that decodes names would.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var query = RequestPath.QueryOf(source.Target);
        var (hasException, isLeftOut) = (source.Spelling > 0 && except.Length > 0, false);
        var parameters = new ParameterList(
            stackalloc byte[ParameterList.StackText], stackalloc ParameterList.Entry[ParameterList.StackCount]);
        try
        {
            foreach (var range in query.Split((byte)'&'))
            {
                var parameter = query[range];
                var end = parameter.IndexOf((byte)'=');
                var name = end < 0 ? parameter : parameter[..end];
                if (parameter.IsEmpty || TokenParameter.IsAmong(settings.SignatureParameters, source.Locators, name)) continue;
                if (hasException && name.SequenceEqual(except))
                {
                    isLeftOut = true;
                    continue;
                }

                var start = parameters.Text.Length;
                if (!EncodedParameters.TryAdd(ref parameters, name, end < 0 ? default : parameter[(end + 1)..], isForm: false))
                    return false;
                if (name.Contains((byte)'%') && HidesTokenName(parameters.Text.Written[start..])) return false;
            }

            ParameterList.Write(ref writer, parameters.Sorted, parameters.Text.Written);
            return isLeftOut || !hasException;
        }
        finally
        {
            parameters.Dispose();
        }
    }

    // A name of the token begins the text of the parameter that was added last. The names of tokens need no escapes.
    private bool HidesTokenName(ReadOnlySpan<byte> added)
    {
        foreach (var token in settings.TokenParameters.AsSpan())
        {
            if (added.StartsWith(token.Name)) return true;
        }

        return false;
    }
}
