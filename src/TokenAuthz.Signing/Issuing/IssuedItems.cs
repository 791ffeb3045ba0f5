using System.Text;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Issuing;

/// <summary>
/// The texts of a token that hold further fields. A list that is the query or the body is the request's own, and signed as it is; the
/// others are written, but for those that the caller gives.
/// </summary>
internal sealed class IssuedItems(SchemePlan plan, UnsignedRequest request)
{
    /// <summary>Whether the request has a field already, so that the token has that value or none.</summary>
    public bool IsOwn(int field) =>
        Own.Any(item => item.Has(field)) && !plan.Token.Parts.Any(part => part[0].Pattern.Fields.Contains(field));

    /// <summary>Whether a field is written into one of the texts.</summary>
    public bool Writes(int field) => Written.Any(item => item.Has(field));

    /// <summary>Reads the fields that the request has already.</summary>
    /// <param name="values">The fields so far.</param>
    /// <exception cref="SchemeException">The query or the body is ill-formed.</exception>
    public FieldValues ReadOwn(scoped in FieldValues values)
    {
        var own = default(FieldValues);
        var target = Encoding.ASCII.GetBytes(request.Target);
        var view = new UnsignedRequestView(request, target, []);
        var arena = new TextArena(new byte[TextArena.BlockSize]);
        foreach (var item in Own)
        {
            if (!item.TryRead(ref view, target, ref own, ref arena)) throw SigningFaults.Unsignable(plan, request, values);
        }

        return own;
    }

    /// <summary>
    /// Writes the texts from the last one on, because one can lie in the text of one before it. A list that will hold the signature is
    /// written without it too, because the message may hold the rest of the list.
    /// </summary>
    /// <param name="values">The fields of the token; receives the texts.</param>
    /// <param name="withSignature">Whether the signature is among the fields, so that only the texts that hold it are written.</param>
    public void Write(ref FieldValues values, bool withSignature)
    {
        foreach (var item in Written.Reverse())
        {
            if ((!withSignature || plan.SignatureCarriers.Contains(item.Field)) && (values.Has(item.Field) || HasFieldOf(item, values)))
                values[item.Field] = item.Write(values);
        }
    }

    // A token in the body is the body.
    private IEnumerable<TokenItem> Own => plan.Token.Items
        .Where(item => item.Source is ItemSource.Query || (item.Source is ItemSource.Body && plan.BodySignature is null));

    private IEnumerable<TokenItem> Written => plan.Token.Items.Where(item =>
        item.Source is ItemSource.Field
        && item.Codec is not ThumbprintCodec
        && item.Field != plan.Path
        && !request.Fields.ContainsKey(plan.Fields.Names[item.Field])
        && !Own.Any(own => own.Has(item.Field)));

    private static bool HasFieldOf(TokenItem item, scoped in FieldValues values)
    {
        foreach (var read in item.Codec.Fields)
        {
            if (values.Has(read.Field)) return true;
        }

        return false;
    }
}
