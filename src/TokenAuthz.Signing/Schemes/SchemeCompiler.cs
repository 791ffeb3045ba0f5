using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Takes a definition apart, and refuses what could not work or would not be safe.</summary>
internal sealed class SchemeCompiler
{
    private const string Alternative = " | ";

    private readonly SchemeDefinition _definition;
    private readonly TokenFields _fields = new();
    private readonly Dictionary<string, string?> _formats = new(StringComparer.Ordinal);

    private SchemeCompiler(SchemeDefinition definition) => _definition = definition;

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="SchemeException">It is ill-formed.</exception>
    public static SchemePlan Compile(SchemeDefinition definition) => new SchemeCompiler(definition).Compile();

    private SchemePlan Compile()
    {
        SchemeSettings.CheckLimits(_definition);
        var parts = ParseToken();
        var items = _definition.Items is { } list ? Attempt(nameof(SchemeDefinition.Items), () => KeyValueList.Parse(list, _fields)) : null;
        Require(_fields.Names.Count <= FieldValues.Capacity, nameof(SchemeDefinition.Token), $"a token has at most {FieldValues.Capacity} fields");
        var message = Attempt(nameof(SchemeDefinition.Message), () => MessageTemplate.Parse(_definition.Message, _fields));
        var signature = _fields.IndexOf(WellKnownFields.Signature);
        Require(signature >= 0, nameof(SchemeDefinition.Token), "no place has the field {sig}, the signature");

        var locators = parts.SelectMany(part => part).ToList();
        Require(
            locators.Count <= TokenReader.MaxLocators,
            nameof(SchemeDefinition.Token),
            $"a token is in at most {TokenReader.MaxLocators} places");
        ImmutableArray<TokenParameter> signatureParameters = [.. ParametersOf(locators, locator => locator.Pattern.Fields.Contains(signature))];
        _ = Attempt(nameof(SchemeDefinition.Token), () => { TokenAlternatives.Check(parts, _fields); return 0; });
        var formats = TimeFormats();
        var forms = new FieldForms(_fields, locators, items, formats);
        var time = CompileTime(formats, forms);
        message = new SchemeSafety(_definition, _fields, locators, items, message).Check(forms, time);
        new SettingChecks(_definition, _fields, message).Check();

        var signatures = Attempt(nameof(SchemeDefinition.Token), () => SignatureList.Parse(_formats.GetValueOrDefault(WellKnownFields.Signature)));
        Require(signatures is null || !_definition.SingleUse, nameof(SchemeDefinition.SingleUse), "a token with several signatures could be used once for each: write one in Token, such as v1,{sig}");

        var settings = CompileSettings(locators, items, formats);
        return new()
        {
            Definition = _definition,
            Fields = _fields,
            Forms = forms,
            Token = new(parts, items, signatures is null ? signature : -1, CredentialsOf(signature, items)),
            Message = message,
            Writer = new(message, settings),
            MaskedWriter = new(message, settings.Salt.Length == 0 ? settings : settings with { Salt = "(salt)"u8.ToArray() }),
            Time = time,
            Scope = new(_fields.IndexOf(WellKnownFields.Acl), _fields.IndexOf(WellKnownFields.Prefix), _fields.IndexOf(WellKnownFields.Address), _fields.IndexOf(WellKnownFields.Restriction), _definition.Prefix),
            Signature = signature,
            Signatures = signatures,
            KeyId = _fields.IndexOf(WellKnownFields.KeyId),
            Path = _fields.IndexOf(WellKnownFields.Path),
            SignatureParameters = signatureParameters,
            EscapedSignatures = EscapedSignatures(locators, signature),
            ComparesBody = settings.ComparesBody && message.Has(MessagePart.SignatureBase),
            EndsAtSignature = message.Has(MessagePart.SignedTarget) || message.Has(MessagePart.SignedUrl) || message.Has(MessagePart.Query),
            SignsUrlScheme = message.Has(MessagePart.SignedUrl) || message.Has(MessagePart.SignatureBase),
            SignatureSize = _definition.Truncate == 0 ? _definition.Digest.Size() : _definition.Truncate,
        };
    }

    // What says that a client tried to show a token: the signature, and the id of the key by itself or in a list.
    private int[] CredentialsOf(int signature, KeyValueList? items)
    {
        var keyId = _fields.IndexOf(WellKnownFields.KeyId);
        return [signature, keyId, .. items?.Has(keyId) is true ? new[] { items.Field } : []];
    }

    private ImmutableArray<ImmutableArray<TokenLocator>> ParseToken()
    {
        Require(!_definition.Token.IsDefaultOrEmpty, nameof(SchemeDefinition.Token), "say where the token is, as in header:token={sig}");
        return [.. _definition.Token.Select(part => Attempt(nameof(SchemeDefinition.Token), () => ParsePart(part)))];
    }

    private ImmutableArray<TokenLocator> ParsePart(string part)
    {
        ImmutableArray<TokenLocator> locators = [.. part.Split(Alternative).Select(text => TokenLocator.Parse(text, _fields, AddFormat))];
        if (locators.Any(locator => !locator.Pattern.Fields.Order().SequenceEqual(locators[0].Pattern.Fields.Order())))
            throw new FormatException($"the alternatives of '{part}' do not have the same fields");
        return [.. locators.GroupBy(locator => locators.First(other => other.IsAtPlaceOf(locator))).SelectMany(place => place)];
    }

    private void AddFormat(string field, string? format)
    {
        if (format is not null && field is not (WellKnownFields.Issued or WellKnownFields.Expires or WellKnownFields.NotBefore or WellKnownFields.Signature))
            throw new FormatException($"{{{field}:{format}}}: only the times issued, expires and not_before have a format, and sig");
        if (format is not null || !_formats.ContainsKey(field)) _formats[field] = format;
    }

    private TimeRule CompileTime(Dictionary<int, TimeFormat> formats, FieldForms forms)
    {
        Require(!_definition.Symmetric || !_definition.IssuedAhead, nameof(SchemeDefinition.IssuedAhead), "with Symmetric, the time of issue is ahead by at most Ttl: set one of the two");
        return new(
            TimeField(WellKnownFields.Issued),
            TimeField(WellKnownFields.Expires),
            TimeField(WellKnownFields.NotBefore),
            _definition.Ttl,
            _definition.Skew,
            _definition.Horizon,
            _definition.Symmetric,
            _definition.IssuedAhead);

        TimeField? TimeField(string name) =>
            _fields.IndexOf(name) is >= 0 and var field ? new(field, formats[field], forms.IsRequired(field)) : null;
    }

    private Dictionary<int, TimeFormat> TimeFormats() => ((string[])[WellKnownFields.Issued, WellKnownFields.Expires, WellKnownFields.NotBefore])
        .Where(name => _fields.IndexOf(name) >= 0)
        .ToDictionary(
            _fields.IndexOf,
            name => Attempt(nameof(SchemeDefinition.Token), () => TimeFormat.Parse(_formats.GetValueOrDefault(name))));

    private MessageSettings CompileSettings(List<TokenLocator> locators, KeyValueList? items, Dictionary<int, TimeFormat> times)
    {
        byte[]? salt = [];
        Require(_definition.Salt is null || _definition.SaltEncoding.TryDecode(Encoding.UTF8.GetBytes(_definition.Salt), out salt), nameof(SchemeDefinition.Salt), $"this is not {_definition.SaltEncoding}; see SaltEncoding");
        return new()
        {
            Salt = salt!,
            Suffixes = [.. _definition.Suffixes.Select(suffix => Encoding.UTF8.GetBytes("." + suffix))],
            SignedHeaders = [.. _definition.SignedHeaders.Select(name => Attempt(nameof(SchemeDefinition.SignedHeaders), () => new HeaderName(name)))],
            RequiredComponents = [.. _definition.RequiredComponents.Select(Encoding.ASCII.GetBytes)],
            Algorithm = _definition.Digest.SignatureName().ToArray(),
            ComparesBody = _definition.RequiredComponents.Contains(BodyDigest.Header),
            TokenParameters =
            [
                .. ParametersOf(locators, _ => true),
                .. items?.Items.Where(item => times.ContainsKey(item.Field)).Select(item => new TokenParameter(item.Name, uint.MaxValue)) ?? [],
            ],
            EscapeUrl = _definition.EscapeUrl,
            AddressPrefix = _definition.AddressPrefix,
            Acl = _fields.IndexOf(WellKnownFields.Acl),
            Prefix = _fields.IndexOf(WellKnownFields.Prefix),
            AddressBound = _fields.IndexOf(WellKnownFields.AddressBound),
            Components = _fields.IndexOf(WellKnownFields.Components),
            Parameters = _fields.IndexOf(WellKnownFields.Parameters),
        };
    }

    // The locators, a bit each, where a signature may be percent-encoded.
    private static uint EscapedSignatures(List<TokenLocator> locators, int signature) => locators.Index()
        .Where(locator => locator.Item.Place is TokenPlace.Query or TokenPlace.Path && locator.Item.Pattern.Fields.Contains(signature))
        .Aggregate(0u, (bits, locator) => bits | (1u << locator.Index));

    // The parameters of the query that some locators look at, with the locator's bit.
    private static IEnumerable<TokenParameter> ParametersOf(List<TokenLocator> locators, Func<TokenLocator, bool> isMeant) => locators.Index()
        .Where(locator => locator.Item.Place is TokenPlace.Query && isMeant(locator.Item))
        .Select(locator => new TokenParameter(locator.Item.NameBytes, 1u << locator.Index));

    private static T Attempt<T>(string setting, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new SchemeException(setting, e.Message);
        }
    }

    private static void Require(bool condition, string setting, string message)
    {
        if (!condition) throw new SchemeException(setting, message);
    }
}
