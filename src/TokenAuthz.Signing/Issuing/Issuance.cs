using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Signing.Issuing;

/// <summary>One signing of one request: fills in the fields, places those that are signed, signs, and places the signature.</summary>
internal ref struct Issuance(Scheme scheme, UnsignedRequest request, Key key, DateTimeOffset now)
{
    private readonly SchemePlan _plan = FormOf(scheme, request);
    private readonly TokenPlacer _placer = new(request.Target);
    private FieldValues _values;

    public SignedRequest Run()
    {
        CheckOptions();
        if (BodyDigests.Of(_plan, request) is { } digest)
        {
            request = request with { Headers = request.Headers.Add(digest.Key, digest.Value) };
            _placer.Headers.Add(digest);
        }

        FillFields();

        var carriers = _plan.SignatureCarriers;
        var locators = _plan.Token.Parts.Select(part => part[0]).ToLookup(locator => locator.Pattern.Fields.Any(carriers.Contains));
        Place(locators[false], escape: false);
        _values[_plan.Signature] = Sign();
        WriteItems(withSignature: true);
        Place(locators[true], escape: _plan.Definition.Encoding.NeedsEscape());

        CheckReads();
        return new(request.UrlScheme, request.Host, _placer.Target, [.. _placer.Headers]);
    }

    private static SchemePlan FormOf(Scheme scheme, UnsignedRequest request)
    {
        if (request.Form is not { } name) return scheme.Forms[0];
        var index = scheme.Definition.Forms.ToList().FindIndex(form => string.Equals(form.Name, name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? scheme.Forms[index] : throw SigningFaults.UnknownForm(scheme, name);
    }

    private readonly void CheckOptions()
    {
        foreach (var name in request.Fields.Keys)
        {
            if (_plan.Fields.IndexOf(name) < 0) throw SigningFaults.UnknownField(_plan, name);
        }

        if (request.Lifetime is not null && !WritesEnd()) throw SigningFaults.HasNoEnd(_plan);
        if (SigningFaults.WhyUnusable(_plan, key) is { } fault) throw fault;
    }

    private void FillFields()
    {
        var own = OwnFields();
        var times = default(FieldValues);
        _plan.Time.Fill(ref times, now.ToUnixTimeSeconds(), request.Lifetime);
        foreach (var (field, name) in _plan.Fields.Names.Index())
        {
            if (request.Fields.TryGetValue(name, out var given)) _values[field] = Encoding.UTF8.GetBytes(given);
            else if (IsOwn(field)) _values.Take(own, 1u << field);
            else if (times.Has(field)) _values[field] = times[field];
            else if (RequiredText(field) is { } text) _values[field] = text;
            else if (FieldDefaults.Of(_plan, request, key, field) is { } value) _values[field] = value;
        }

        var headers = _plan.Fields.IndexOf(WellKnownFields.SignedHeaders);
        if (_plan.Message.Has(MessagePart.CanonicalHeaders) && !request.Fields.ContainsKey(WellKnownFields.SignedHeaders))
            _values[headers] = SignedHeaderList.Of(_plan, request, _values);
        WriteItems(withSignature: false);
    }

    // A list that is the query or the body is the request's own, and the token has the fields in it and no others of them.
    private readonly bool IsOwn(int field) =>
        OwnItems(_plan).Any(item => item.Has(field)) && !_plan.Token.Parts.Any(part => part[0].Pattern.Fields.Contains(field));

    private static IEnumerable<TokenItem> OwnItems(SchemePlan plan) =>
        plan.Token.Items.Where(item => item.Source is not ItemSource.Field);

    private readonly FieldValues OwnFields()
    {
        var own = default(FieldValues);
        var target = Encoding.ASCII.GetBytes(request.Target);
        var view = new UnsignedRequestView(request, target, []);
        var arena = new TextArena(new byte[TextArena.BlockSize]);
        foreach (var item in OwnItems(_plan))
        {
            if (!item.TryRead(ref view, target, ref own, ref arena)) throw SigningFaults.Unsignable(_plan, request, _values);
        }

        return own;
    }

    // The text that a field is required to equal, the first of several; null when there is none. A field with a default is left out.
    private readonly byte[]? RequiredText(int field)
    {
        if (_plan.Defaults.Any(value => value.Field == field)) return null;
        if (_plan.Requirements.FirstOrDefault(requirement => requirement.Field == field) is not { } requirement) return null;
        var text = new ByteWriter(stackalloc byte[512]);
        scoped var source = Source();
        try
        {
            return requirement.Expected[0].TryWrite(ref text, ref source, key: default) && text.Length > 0 ? text.Written.ToArray() : null;
        }
        finally
        {
            text.Dispose();
        }
    }

    // From the last item on, because an item can lie in the text of one before it. A list that will hold the signature is written
    // without it too, because the message may hold the rest of the list.
    private void WriteItems(bool withSignature)
    {
        foreach (var item in WrittenItems.Reverse())
        {
            if ((!withSignature || _plan.SignatureCarriers.Contains(item.Field)) && (_values.Has(item.Field) || HasFieldOf(item)))
                _values[item.Field] = item.Write(_values);
        }
    }

    // A list that is the query, the body or the path is the request's own, and signed as it is; so is one that the caller gave.
    private readonly IEnumerable<TokenItem> WrittenItems
    {
        get
        {
            var (plan, given) = (_plan, request.Fields);
            return plan.Token.Items.Where(item =>
                item.Source is ItemSource.Field
                && item.Codec is not ThumbprintCodec
                && item.Field != plan.Path
                && !given.ContainsKey(plan.Fields.Names[item.Field])
                && !OwnItems(plan).Any(own => own.Has(item.Field)));
        }
    }

    private readonly bool HasFieldOf(TokenItem item)
    {
        foreach (var read in item.Codec.Fields)
        {
            if (_values.Has(read.Field)) return true;
        }

        return false;
    }

    // An optional part without its fields is left out, and so is one that says nothing but what it means to leave it out.
    private readonly void Place(IEnumerable<TokenLocator> locators, bool escape)
    {
        foreach (var locator in locators)
        {
            var isWhole = locator.Pattern.RequiredFields.Any();
            foreach (var field in locator.Pattern.RequiredFields) isWhole &= _values.Has(field);
            if (isWhole || !locator.IsOptional) _placer.Add(locator, _values, escape);
        }
    }

    private readonly bool WritesEnd() => Writes(WellKnownFields.Expires) || Writes(WellKnownFields.Lifetime);

    private readonly bool Writes(string name)
    {
        var field = _plan.Fields.IndexOf(name);
        return field >= 0
            && (_plan.Token.Parts.Any(part => part[0].Pattern.Fields.Contains(field))
                || WrittenItems.Any(item => item.Has(field)));
    }

    private readonly MessageSource<UnsignedRequestView> Source()
    {
        var target = Encoding.ASCII.GetBytes(_placer.Target);
        return new()
        {
            Request = new(request, target, _placer.Headers),
            Values = _values,
            Target = target,
            Path = _plan.Path >= 0 ? _values[_plan.Path] : RequestPath.Of(target),
            SignedTarget = target,
            Host = _plan.PublicUrl.Host is { Length: > 0 } host ? host : Encoding.ASCII.GetBytes(request.Host),
            UrlScheme = _plan.PublicUrl.Scheme is { Length: > 0 } urlScheme ? urlScheme : Encoding.ASCII.GetBytes(request.UrlScheme),
            Locators = _plan.Token.FirstLocators,
        };
    }

    private readonly byte[] Sign()
    {
        scoped var source = Source();
        source.KeySalt = key.Salt;
        Span<byte> text = stackalloc byte[SignatureEncodings.MaxLength(SignatureMethod.MaxSize)];
        var message = new ByteWriter(stackalloc byte[512]);
        try
        {
            var isWhole = true;
            foreach (var value in _plan.Defaults) isWhole = isWhole && value.TryFill(ref source, text);
            var signer = _plan.Derivation is { } derivation ? derivation.Derive(key, ref source, text) : key;
            if (!isWhole || signer is null || !_plan.Writer.TryWrite(ref message, ref source, key.Secret))
                throw SigningFaults.Unsignable(_plan, request, _values);
            Span<byte> signature = stackalloc byte[SignatureMethod.MaxSize];
            signature = signature[.._plan.Method.Sign(signer, message.Written, signature)];
            text = text[.._plan.Definition.Encoding.Write(signature, text)];
            return [.. _plan.Signatures is { } list ? list.Start : default, .. text];
        }
        finally
        {
            message.Dispose();
            source.Arena.Dispose();
        }
    }

    // The signed request is verified, so that no token leaves that could not be read. A token that does not hold yet, or not for
    // this request, is what the caller asked for; and so is a key that is not valid now.
    private readonly void CheckReads()
    {
        var view = new UnsignedRequestView(request, Encoding.ASCII.GetBytes(_placer.Target), _placer.Headers);
        var trace = new MatchTrace();
        var verdict = scheme.Verify(ref view, new KeyRing([new Key(key.Id, key.Material, key.Algorithm)]), now, trace);
        if (verdict.IsAllowed) return;
        if (verdict.Reason is DenyReason.EndsTooLate) throw SigningFaults.EndsTooLate(_plan);
        if (!trace.IsSigned || verdict.Reason is DenyReason.InvalidToken) throw SigningFaults.Unreadable(_plan, _values);
    }
}
