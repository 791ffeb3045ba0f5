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
    private readonly IssuedItems _items = new(FormOf(scheme, request), request);
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
        WriteBody();

        var carriers = _plan.SignatureCarriers;
        var locators = _plan.Token.Parts.Select(part => part[0]).ToLookup(locator => locator.Pattern.Fields.Any(carriers.Contains));
        Place(locators[false], escape: false);
        _values[_plan.Signature] = Sign();
        _items.Write(ref _values, withSignature: true);
        Place(locators[true], escape: _plan.Definition.Encoding.NeedsEscape());
        WriteBody();

        CheckReads();
        var signed = new SignedRequest(request.UrlScheme, request.Host, _placer.Target, [.. _placer.Headers]);
        return _plan.BodySignature is null ? signed : signed with { Body = request.Body };
    }

    // A token in the body is the body.
    private void WriteBody()
    {
        if (_plan.BodySignature is null) return;
        var item = _plan.Token.Items.First(item => item.Source is ItemSource.Body);
        request = request with { Body = item.Write(_values) };
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
        var own = _items.ReadOwn(_values);
        var times = default(FieldValues);
        _plan.Time.Fill(ref times, now.ToUnixTimeSeconds(), request.Lifetime);
        foreach (var (field, name) in _plan.Fields.Names.Index())
        {
            if (request.Fields.TryGetValue(name, out var given)) _values[field] = Encoding.UTF8.GetBytes(given);
            else if (_items.IsOwn(field)) _values.Take(own, 1u << field);
            else if (times.Has(field)) _values[field] = times[field];
            else if (RequiredText(field) is { } text) _values[field] = text;
            else if (FieldDefaults.Of(_plan, request, key, field) is { } value) _values[field] = value;
        }

        var headers = _plan.Fields.IndexOf(WellKnownFields.SignedHeaders);
        if (_plan.Message.Has(CanonicalHeaders.Part) && !request.Fields.ContainsKey(WellKnownFields.SignedHeaders))
            _values[headers] = SignedHeaderList.Of(_plan, request, _values);
        _items.Write(ref _values, withSignature: false);
    }

    // The text that a field is required to equal, the first of several; null when there is none. A field is left out whose default it is.
    private readonly byte[]? RequiredText(int field)
    {
        if (_plan.Requirements.FirstOrDefault(requirement => requirement.Field == field) is not { } requirement) return null;
        if (requirement is { IsOptional: true, IsOfBody: true } && SignsBodyAsForm) return null;
        var text = TextOf(requirement.Expected[0]);
        var whenAbsent = _plan.Defaults.FirstOrDefault(value => value.Field == field) is { } value ? TextOf(value.Writer) : null;
        return text is null || text.AsSpan().SequenceEqual(whenAbsent) ? null : text;
    }

    // A text of the request; null when the request lacks a part of it, or it is empty.
    private readonly byte[]? TextOf(MessageWriter writer)
    {
        var text = new ByteWriter(stackalloc byte[512]);
        scoped var source = Source();
        try
        {
            return writer.TryWrite(ref text, ref source) && text.Length > 0 ? text.Written.ToArray() : null;
        }
        finally
        {
            text.Dispose();
        }
    }

    // OAuth 1.0 signs the parameters of a form, which then has no digest (OAuth Request Body Hash 1.0, draft 4, section 3.2).
    private readonly bool SignsBodyAsForm =>
        _plan.Message.Has(OAuthParameters.Part)
        && OAuthParameters.IsForm(Encoding.Latin1.GetBytes(request.Headers.GetValueOrDefault("content-type", "")));

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
            && (_plan.Token.Parts.Any(part => part[0].Pattern.Fields.Contains(field)) || _items.Writes(field));
    }

    private readonly MessageSource<UnsignedRequestView> Source()
    {
        var target = Encoding.ASCII.GetBytes(_placer.Target);
        var signed = _plan.Ignored?.TakeFrom(target) ?? target;
        return new()
        {
            Request = new(request, target, _placer.Headers),
            Values = _values,
            Target = signed,
            HeadAsGet = _plan.Definition.HeadAsGet,
            Path = _plan.Path >= 0 ? _values[_plan.Path] : RequestPath.Of(signed),
            SignedTarget = signed,
            Host = _plan.PublicUrl.Host is { Length: > 0 } host ? host : Encoding.ASCII.GetBytes(request.Host),
            UrlScheme = _plan.PublicUrl.Scheme is { Length: > 0 } urlScheme ? urlScheme : Encoding.ASCII.GetBytes(request.UrlScheme),
            Locators = _plan.Token.FirstLocators,
        };
    }

    private readonly byte[] Sign()
    {
        scoped var source = Source();
        source.Key = key.Secret;
        source.Salt = _plan.SaltOf(key);
        Span<byte> text = stackalloc byte[SignatureEncodings.MaxLength(SignatureMethod.MaxSize)];
        var message = new ByteWriter(stackalloc byte[512]);
        try
        {
            var isWhole = true;
            foreach (var value in _plan.Defaults) isWhole = isWhole && value.TryFill(ref source, text);
            var signer = _plan.Derivation is { } derivation ? derivation.Derive(key, ref source, text) : key;
            if (!isWhole || signer is null || !_plan.Writer.TryWrite(ref message, ref source))
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
