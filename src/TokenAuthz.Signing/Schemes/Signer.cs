using System.Text;
using TokenAuthz.Signing.Digests;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Makes tokens: the inverse of reading them, by the same patterns and the same message.</summary>
internal static class Signer
{
    // What a field holds that somebody has to fill in and nobody does.
    private static readonly byte[] Filler = "0"u8.ToArray();

    public static SignedRequest Sign(SchemePlan plan, UnsignedRequest request, Key key, DateTimeOffset now)
    {
        var values = default(FieldValues);
        Fill(plan, request, key, now, ref values);

        var output = new SignedParts(request.Target);
        var bearers = plan.Token.Parts.Select(part => part[0]).ToLookup(locator => locator.Pattern.Fields.Contains(plan.Signature));
        foreach (var locator in bearers[false]) output.Add(locator, values, escape: false);

        values[plan.Signature] = Signature(plan, request, output, values, key);
        var escape = plan.Definition.Encoding is SignatureEncoding.Base64;
        foreach (var locator in bearers[true]) output.Add(locator, values, escape);
        CheckReads(plan, request, output, values, key, now);
        return new(request.UrlScheme, request.Host, output.Target, [.. output.Headers]);
    }

    // What was made has to be read again. That it does not hold yet, or not here, is for whoever asked for it to know. The
    // key's own time does not matter: it was chosen.
    private static void CheckReads(SchemePlan plan, UnsignedRequest request, SignedParts output, scoped in FieldValues values, Key key, DateTimeOffset now)
    {
        var view = new SigningView(request, Encoding.ASCII.GetBytes(output.Target), output.Headers);
        if (new Scheme(plan).Verify(ref view, new KeyRing([new Key(key.Id, key.Secret)]), now) is not { IsAllowed: false, Reason: DenyReason.MissingToken or DenyReason.InvalidToken }) return;

        foreach (var field in plan.Token.Parts.SelectMany(part => part[0].Pattern.RequiredFields))
        {
            if (values[field].IsEmpty)
                throw new SchemeException(nameof(SchemeDefinition.Token), $"the token of {plan.Definition.Name} would have nothing for {{{plan.Fields.Names[field]}}}, and be denied");
        }

        throw new SchemeException(nameof(SchemeDefinition.Token), $"the request would be denied with its token of {plan.Definition.Name}: it has one already, a field holds what separates the fields, or its time is ill-formed or beyond Horizon");
    }

    private static void Fill(SchemePlan plan, UnsignedRequest request, Key key, DateTimeOffset now, ref FieldValues values)
    {
        foreach (var unknown in request.Fields.Keys.Where(name => plan.Fields.IndexOf(name) < 0))
            throw new SchemeException(nameof(SchemeDefinition.Token), $"a token of {plan.Definition.Name} has no field {unknown}; it has {string.Join(", ", plan.Fields.Names)}");
        if (request.Lifetime is not null && !WritesEnd(plan))
            throw new SchemeException(nameof(SchemeDefinition.Token), $"a token of {plan.Definition.Name} does not say when it ends: leave out the time that it is to hold");

        plan.Time.Fill(ref values, now.ToUnixTimeSeconds(), request.Lifetime);
        foreach (var (index, name) in plan.Fields.Names.Index())
        {
            if (request.Fields.TryGetValue(name, out var given)) values[index] = Encoding.UTF8.GetBytes(given);
            else if (Default(plan, request, key, name, index) is { } value) values[index] = value;
        }

        if (WritesItems(plan)) values[plan.Token.Items!.Field] = plan.Token.Items.Write(values);
    }

    // A list that is the query or the path is the request's own, and signed as it is.
    private static bool WritesItems(SchemePlan plan) => plan.Token.Items is { Field: >= 0 } items && items.Field != plan.Path;

    private static bool WritesEnd(SchemePlan plan)
    {
        var expires = plan.Fields.IndexOf(FieldNames.Expires);
        return expires >= 0 && (plan.Token.Parts.Any(part => part[0].Pattern.Fields.Contains(expires)) || (WritesItems(plan) && plan.Token.Items!.Has(expires)));
    }

    // A field that ends a token in the path, behind a slash of the pattern's, is the path that is signed without its own.
    private static byte[]? Default(SchemePlan plan, UnsignedRequest request, Key key, string name, int index) => name switch
    {
        FieldNames.Issued or FieldNames.Expires or FieldNames.NotBefore or FieldNames.Signature => null,
        FieldNames.KeyId => Encoding.UTF8.GetBytes(key.Id),
        FieldNames.Path => RequestPath.Of(Encoding.ASCII.GetBytes(request.Target)).ToArray(),
        FieldNames.AddressBound => request.ClientAddress.IsKnown ? Filler : null,
        FieldNames.Components => Encoding.ASCII.GetBytes(string.Join(' ', (plan.Definition.Covers.IsEmpty ? ["@method", "@authority", "@path", "@query"] : plan.Definition.Covers).Select(name => $"\"{name}\""))),
        _ when plan.Token.Parts.Any(part => part[0].Place is TokenPlace.Path && part[0].Pattern.Fields.LastOrDefault(-1) == index) => WithoutSlash(RequestPath.Of(Encoding.ASCII.GetBytes(request.Target))),
        _ when plan.Token.Parts.Any(part => part[0].Pattern.Fields.Contains(index)) => Filler,
        _ => null,
    };

    private static SchemeException Unsignable(SchemePlan plan, UnsignedRequest request, scoped in FieldValues values) => plan switch
    {
        _ when !request.ClientAddress.IsKnown && SignsAddress(plan, values) =>
            new(nameof(UnsignedRequest.ClientAddress), $"{plan.Definition.Name} signs the client's address, and the request has none"),
        { Definition.Covers: var covers } when covers.FirstOrDefault(name => !name.StartsWith('@') && !request.Headers.ContainsKey(name)) is { } absent =>
            new(nameof(UnsignedRequest.Headers), $"{plan.Definition.Name} signs the header {absent}, and the request has none"),
        _ => new(
            nameof(SchemeDefinition.Message),
            $"{plan.Definition.Name} refuses this path or query: an escape is ill-formed, or hides a slash, a dot segment or a separator, " +
                "or a parameter is repeated; or a field holds what separates it from the next"),
    };

    // A format with a mark for it signs the address of a token that has the mark.
    private static bool SignsAddress(SchemePlan plan, scoped in FieldValues values)
    {
        var mark = plan.Fields.IndexOf(FieldNames.AddressBound);
        return plan.Message.Has(MessagePart.ClientAddress) || (plan.Message.Has(MessagePart.PackedAddress) && (mark < 0 || values.Has(mark)));
    }

    private static byte[] WithoutSlash(ReadOnlySpan<byte> path) => (path is [(byte)'/', ..] ? path[1..] : path).ToArray();

    private static byte[] Signature(SchemePlan plan, UnsignedRequest request, SignedParts output, scoped in FieldValues values, Key key)
    {
        var target = Encoding.ASCII.GetBytes(output.Target);
        var view = new SigningView(request, target, output.Headers);
        var source = new MessageSource
        {
            Target = target,
            Path = plan.Path >= 0 ? values[plan.Path] : RequestPath.Of(target),
            SignedTarget = target,
            UrlScheme = Encoding.ASCII.GetBytes(request.UrlScheme),
            Locators = plan.Token.FirstLocators,
        };
        var message = new ByteWriter(stackalloc byte[512]);
        try
        {
            if (!plan.Writer.TryWrite(ref message, ref view, source, values, key.Secret))
                throw Unsignable(plan, request, values);

            Span<byte> digest = stackalloc byte[DigestAlgorithms.MaxSize];
            Span<byte> text = stackalloc byte[SignatureEncodings.MaxLength];
            plan.Definition.Digest.Compute(key.Secret, message.Written, digest);
            text = text[..plan.Definition.Encoding.Write(digest[..plan.SignatureSize], text)];
            return [.. plan.Signatures is { } list ? list.Start : default, .. text];
        }
        finally
        {
            message.Dispose();
        }
    }
}
