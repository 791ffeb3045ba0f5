using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Compiles a definition, and refuses one that would not work or not be safe.</summary>
internal static class SchemeCompiler
{
    // 1024 signatures, 4 MiB at most.
    private const int VerifiedSets = 256;

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="SchemeException">The definition is ill-formed, or a scheme of it would not be safe.</exception>
    public static SchemePlan Compile(SchemeDefinition definition)
    {
        SchemeSettings.CheckLimits(definition);
        var token = new TokenTemplate(definition);
        var fields = token.Fields;
        var forms = new FieldForms(token);
        var template = Parse(nameof(SchemeDefinition.Message), () => MessageTemplate.Parse(definition.Message, fields, definition.Let));
        var time = CompileTime(definition, token);
        new SchemeSafety(definition, token, template).Check(time);
        var message = new MessageSafety(definition, token, template).Restrict(forms);

        ImmutableArray<RequiredComponent> covers = message.Has(SignatureBase.Part) || message.Has(PartContent.ListedHeaders)
            ? [.. definition.Covers.Select(text => Parse(nameof(SchemeDefinition.Covers), () => RequiredComponent.Parse(text)))]
            : [];
        var headers = message.Has(CanonicalHeaders.Part)
            ? Parse(nameof(SchemeDefinition.Covers), () => SignedHeaderRule.Parse(definition.Covers))
            : null;
        var settings = CompileSettings(definition, token, covers) with { SignedHeaderRule = headers };
        var rules = new RuleCompiler(definition, token, message, settings);
        var (defaults, requirements, derivation) = (rules.Defaults(), rules.Requirements(), rules.Derivation());
        new SettingChecks(definition, fields, message, rules).Check();
        var reading = new QueryReading(definition, token, message, rules);
        var method = SignatureMethod.Of(definition.Algorithm, definition.Truncate, definition.SignatureForm);
        return new()
        {
            Definition = definition,
            Fields = fields,
            Forms = forms,
            Token = new(
                token.Parts,
                token.Items,
                token.Signatures is null ? token.Signature : -1,
                fields.IndexOf(WellKnownFields.Forbidden),
                token.BodySignature is not null,
                CredentialsOf(token)),
            Message = message,
            Writer = new(message, settings),
            Texts = [.. message.Named.Select(text => (text.Name, new MessageWriter(text.Template, settings)))],
            NamedTexts = [.. message.Named.Select(text => text.Name), .. rules.Texts],
            Salt = SaltOf(definition),
            Time = time,
            Scope = new(
                fields,
                definition.Prefix,
                settings.TokenParameters,
                new(
                    fields.IndexOf(WellKnownFields.Countries),
                    fields.IndexOf(WellKnownFields.BlockedCountries),
                    CountryHeaderOf(definition))),
            Signature = token.Signature,
            SignatureCarriers = token.CarriersOf(token.Signature),
            Signatures = token.Signatures,
            HasSeveralSignatures = token.HasSeveralSignatures,
            IsEvery = token.IsEvery,
            BodySignature = token.BodySignature,
            KeyId = fields.IndexOf(WellKnownFields.KeyId),
            AlgorithmNames = token.AlgorithmNames,
            Path = fields.IndexOf(WellKnownFields.Path),
            SignatureParameters = settings.SignatureParameters,
            EscapedSignatures = definition.Encoding is SignatureEncoding.Text ? 0 : EscapedSignatures(token),
            Covers = covers,
            ComparedDigests = settings.ComparedDigests,
            Ignored = reading.Ignored(),
            SignsQuery = reading.SignsQuery,
            SignsMethod = reading.SignsMethod,
            EndsAtSignature = message.Has(PartContent.QueryToSignature),
            PublicUrl = Parse(nameof(SchemeDefinition.PublicUrl), () => PublicUrl.Parse(definition.PublicUrl)),
            SignsUrlScheme = message.Has(PartContent.UrlScheme),
            IsUrlSchemeOptional = !message.All.Any(piece =>
                piece.Part != SignatureBase.Part && piece.Part.Content.HasFlag(PartContent.UrlScheme)),
            Defaults = defaults,
            Requirements = requirements,
            Derivation = derivation,
            Algorithm = fields.IndexOf(WellKnownFields.Algorithm),
            Nonce = NonceOf(fields),
            NonceDomain = SHA256.HashData(Encoding.UTF8.GetBytes(definition.Message)),
            Method = method,
            Verified = method.IsCostly ? new(VerifiedSets) : null,
            ReadsBody = message.Has(PartContent.Body)
                || rules.Has(PartContent.Body)
                || !settings.ComparedDigests.IsEmpty
                || token.Items.Any(item => item.Source is ItemSource.Body),
            ReadsHost = message.MayReadHost
                || rules.MayReadHost
                || fields.IndexOf(WellKnownFields.Prefix) >= 0
                || fields.IndexOf(WellKnownFields.Resource) >= 0,
            ReadsClientAddress = message.Has(PartContent.ClientAddress)
                || rules.Has(PartContent.ClientAddress)
                || fields.IndexOf(WellKnownFields.Address) >= 0,
        };
    }

    private static int NonceOf(TokenFields fields) =>
        fields.IndexOf(WellKnownFields.TokenId) is >= 0 and var id ? id : fields.IndexOf(WellKnownFields.Nonce);

    // The fields that only a token has: the signature and the id of the key, and the texts that they are read from.
    private static int[] CredentialsOf(TokenTemplate token) =>
        [.. token.CarriersOf(token.Signature).Union(token.CarriersOf(token.Fields.IndexOf(WellKnownFields.KeyId)))];

    private static TimeRule CompileTime(SchemeDefinition definition, TokenTemplate token)
    {
        Require(
            !definition.Symmetric || !definition.IssuedAhead,
            nameof(SchemeDefinition.IssuedAhead),
            "with Symmetric, the time of issue is ahead by at most Ttl: set one of the two");
        return new()
        {
            Issued = TimeField(WellKnownFields.Issued),
            Expires = TimeField(WellKnownFields.Expires),
            NotBefore = TimeField(WellKnownFields.NotBefore),
            Lifetime = token.Fields.IndexOf(WellKnownFields.Lifetime),
            Ttl = (long)definition.Ttl.TotalMilliseconds,
            MaxLifetime = (long?)definition.MaxLifetime?.TotalMilliseconds ?? long.MaxValue,
            Skew = (long)definition.Skew.TotalMilliseconds,
            Horizon = (long)definition.Horizon.TotalMilliseconds,
            IsExpiresExclusive = definition.ExpiresExclusive,
            IsNotBeforeExclusive = definition.NotBeforeExclusive,
            IsSymmetric = definition.Symmetric,
            IsIssuedAhead = definition.IssuedAhead,
        };

        TimeField? TimeField(string name) =>
            token.Fields.IndexOf(name) is >= 0 and var field ? new(field, token.Times[field], token.IsRequired(field)) : null;
    }

    private static MessageSettings CompileSettings(
        SchemeDefinition definition, TokenTemplate token, ImmutableArray<RequiredComponent> covers) => new()
        {
            Fields = token.Fields,
            Stem = [.. definition.Stem.Select(suffix => Encoding.UTF8.GetBytes("." + suffix))],
            SignedHeaders = [.. definition.SignedHeaders.Select(ParseSigned)],
            IssuedHeaders =
        [
            .. token.LocatorsOf(token.Fields.IndexOf(WellKnownFields.Issued))
                .Select(locator => locator.Place is TokenPlace.Header ? locator.Header : null)
                .OfType<HeaderName>(),
        ],
            IsBearer = definition.Bearer,
            Covers = covers,
            ComparedDigests = [.. BodyDigest.Headers.Where(header => covers.Any(component => component.Name == header.Text))],
            SignatureParameters = [.. ParametersOf(token, token.LocatorsCarrying(token.Signature).Contains)],
            BodySignature = token.Items.Where(item => item.Source is ItemSource.Body).SelectMany(item => item.Codec.Fields)
                .FirstOrDefault(read => token.IsSignature(read.Field)).Name,
            TokenParameters = [.. ParametersOf(token, _ => true), .. TimesInListOf(token)],
            ListedParameters = [.. token.Items.SelectMany(item => item.Codec.Fields).Select(read => read.Name)],
            AddressPrefix = definition.AddressPrefix,
        };

    private static byte[]? SaltOf(SchemeDefinition definition)
    {
        if (definition.SaltInKey) return null;
        if (definition.Salt is null) return [];
        var isDecoded = definition.SaltEncoding.TryDecode(Encoding.UTF8.GetBytes(definition.Salt), out var salt);
        Require(isDecoded, nameof(SchemeDefinition.Salt), $"this is not {definition.SaltEncoding}; see SaltEncoding");
        return salt!;
    }

    private static HeaderName? CountryHeaderOf(SchemeDefinition definition) => definition.CountryHeader is { } name
        ? Parse(nameof(SchemeDefinition.CountryHeader), () => new HeaderName(name))
        : null;

    // The request target has names of its own among the headers: `@request-target`, `(request-target)`.
    private static byte[] ParseSigned(string name)
    {
        if (!SigningString.IsSpecial(name)) _ = Parse(nameof(SchemeDefinition.SignedHeaders), () => new HeaderName(name));
        return Encoding.ASCII.GetBytes(name);
    }

    // The locators, a bit each, where a signature may be percent-encoded.
    private static uint EscapedSignatures(TokenTemplate token) => token.Locators.Index()
        .Where(locator => locator.Item.Place is TokenPlace.Query or TokenPlace.Path)
        .Where(locator => token.LocatorsCarrying(token.Signature).Contains(locator.Item))
        .Aggregate(0u, (bits, locator) => bits | (1u << locator.Index));

    // The parameters of the query that some locators read, each with its locator's bit.
    private static IEnumerable<TokenParameter> ParametersOf(TokenTemplate token, Func<TokenLocator, bool> isMeant) =>
        token.Locators.Index()
            .Where(locator => locator.Item.Place is TokenPlace.Query && isMeant(locator.Item))
            .Select(locator => new TokenParameter(locator.Item.NameBytes, 1u << locator.Index));

    // The times in a list, which belong to the token wherever that was read from.
    private static IEnumerable<TokenParameter> TimesInListOf(TokenTemplate token) => token.Items
        .SelectMany(item => item.Codec.Fields)
        .Where(item => item.Name.Length > 0 && token.Times.ContainsKey(item.Field))
        .Select(item => new TokenParameter(item.Name, uint.MaxValue));
}
