using System.Collections.Immutable;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>The settings <c>Token</c> and <c>Items</c> of a scheme, parsed.</summary>
internal sealed class TokenTemplate
{
    private const string Alternative = " | ";

    private static readonly ImmutableArray<string> TimeFields =
        [WellKnownFields.Issued, WellKnownFields.Expires, WellKnownFields.NotBefore];

    private readonly Dictionary<string, string?> _formats = new(StringComparer.Ordinal);

    /// <exception cref="SchemeException">A setting is ill-formed.</exception>
    public TokenTemplate(SchemeDefinition definition)
    {
        Require(!definition.Token.IsDefaultOrEmpty, nameof(SchemeDefinition.Token), "say where the token is, as in header:token={sig}");
        Parts = [.. definition.Token.Select(part => Parse(nameof(SchemeDefinition.Token), () => ParsePart(part)))];
        Locators = [.. Parts.SelectMany(part => part)];
        Items = definition.Items is [var list] ? Parse(nameof(SchemeDefinition.Items), () => KeyValueList.Parse(list, Fields)) : null;
        CheckSize();
        Signature = Fields.IndexOf(WellKnownFields.Signature);
        Require(Signature >= 0, nameof(SchemeDefinition.Token), "no place has the field {sig}, the signature");
        Parse(nameof(SchemeDefinition.Token), () => TokenAlternatives.Check(Parts, Fields));
        Times = TimeFields
            .Where(name => Fields.IndexOf(name) >= 0)
            .ToImmutableDictionary(Fields.IndexOf, name => Parse(nameof(SchemeDefinition.Token), () => TimeFormat.Parse(FormatOf(name))));
        Signatures = Parse(nameof(SchemeDefinition.Token), () => SignatureList.Parse(FormatOf(WellKnownFields.Signature)));
    }

    public TokenFields Fields { get; } = new();

    /// <summary>The parts of the token, each with its alternatives; those of one place stand side by side.</summary>
    public ImmutableArray<ImmutableArray<TokenLocator>> Parts { get; }

    /// <summary>The locators of all parts.</summary>
    public ImmutableArray<TokenLocator> Locators { get; }

    /// <summary>The field that is a list of fields; null for none.</summary>
    public KeyValueList? Items { get; }

    /// <summary>The number of the field <c>sig</c>.</summary>
    public int Signature { get; }

    /// <summary>How several signatures are written in the field; null for one signature.</summary>
    public SignatureList? Signatures { get; }

    /// <summary>The formats of the times, by the numbers of their fields.</summary>
    public ImmutableDictionary<int, TimeFormat> Times { get; }

    /// <summary>Whether a field is in the list of fields.</summary>
    public bool IsItem(int field) => Items?.Has(field) is true;

    /// <summary>Whether a token without the field is denied.</summary>
    public bool IsRequired(int field) =>
        Locators.Any(locator => locator.Pattern.RequiredFields.Contains(field))
        || (Items?.Items.Any(item => item.Field == field && item.IsRequired) ?? false);

    /// <summary>The locators that read a field.</summary>
    public IEnumerable<TokenLocator> LocatorsOf(int field) => Locators.Where(locator => locator.Pattern.Fields.Contains(field));

    private void CheckSize()
    {
        Require(
            Fields.Names.Count <= FieldValues.Capacity,
            nameof(SchemeDefinition.Token),
            $"a token has at most {FieldValues.Capacity} fields");
        Require(
            Locators.Length <= TokenReader.MaxLocators,
            nameof(SchemeDefinition.Token),
            $"a token is in at most {TokenReader.MaxLocators} places");
    }

    private ImmutableArray<TokenLocator> ParsePart(string part)
    {
        ImmutableArray<TokenLocator> locators =
            [.. part.Split(Alternative).Select(text => TokenLocator.Parse(text, Fields, AddFormat))];
        if (locators.Any(locator => !locator.Pattern.Fields.Order().SequenceEqual(locators[0].Pattern.Fields.Order())))
            throw new FormatException($"the alternatives of '{part}' do not have the same fields");
        return [.. locators.GroupBy(locator => locators.First(other => other.IsAtPlaceOf(locator))).SelectMany(place => place)];
    }

    private string? FormatOf(string field) => _formats.GetValueOrDefault(field);

    private void AddFormat(string field, string? format)
    {
        if (format is not null && field is not WellKnownFields.Signature && !TimeFields.Contains(field))
            throw new FormatException($"{{{field}:{format}}}: only the times issued, expires and not_before have a format, and sig");
        if (format is not null || !_formats.ContainsKey(field)) _formats[field] = format;
    }
}
