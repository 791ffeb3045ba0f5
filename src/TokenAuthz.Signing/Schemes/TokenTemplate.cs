using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>The settings <c>Token</c> and <c>Items</c> of a scheme, parsed.</summary>
internal sealed class TokenTemplate
{
    private const string Alternative = " | ";
    private const string Candidate = " || ";

    private readonly Dictionary<string, string?> _formats = new(StringComparer.Ordinal);

    /// <exception cref="SchemeException">A setting is ill-formed.</exception>
    public TokenTemplate(SchemeDefinition definition)
    {
        Parts = [.. (definition.Token.IsDefault
            ? []
            : definition.Token).Select(part => Parse(nameof(SchemeDefinition.Token), () => ParsePart(part, definition.FirstCookie)))];
        Locators = [.. Parts.SelectMany(part => part)];
        var parser = new ItemParser(Fields, AddFormat, ChoiceOf(definition));
        Items = [.. definition.Items.Select(text => Parse(nameof(SchemeDefinition.Items), () => parser.Parse(text)))];

        // The id of a key may be made of other fields, as of OAuth's consumer and token.
        if (definition.Defaults.ContainsKey(WellKnownFields.KeyId)) _ = Fields.Add(WellKnownFields.KeyId);
        CheckSize();
        Signature = Fields.IndexOf(WellKnownFields.Signature);
        BodySignature = ItemsOf(Signature).FirstOrDefault(IsReadFromBody);
        Require(
            !Parts.IsEmpty || BodySignature is not null,
            nameof(SchemeDefinition.Token),
            "say where the token is, as in header:token={sig}");
        Require(
            Signature >= 0 && (LocatorsCarrying(Signature).Any() || BodySignature is not null),
            nameof(SchemeDefinition.Token),
            "no place has the field {sig}, the signature: write header:NAME={sig}, or in Items body json NAME=sig!");
        CheckCandidates();
        Parse(nameof(SchemeDefinition.Token), () => TokenAlternatives.Check(Parts, Fields));
        Times = WellKnownFields.Times
            .Where(name => Fields.IndexOf(name) >= 0)
            .ToImmutableDictionary(Fields.IndexOf, name => Parse(nameof(SchemeDefinition.Token), () => TimeFormat.Parse(FormatOf(name))));
        Signatures = IsList(Signature)
            ? SignatureList.OfTexts
            : Parse(nameof(SchemeDefinition.Token), () => SignatureList.Parse(FormatOf(WellKnownFields.Signature)));
    }

    public TokenFields Fields { get; } = new();

    /// <summary>The parts of the token, each with its alternatives; those of one place stand side by side.</summary>
    public ImmutableArray<ImmutableArray<TokenLocator>> Parts { get; }

    /// <summary>The locators of all parts.</summary>
    public ImmutableArray<TokenLocator> Locators { get; }

    /// <summary>The texts that hold further fields, in the order in which they are read.</summary>
    public ImmutableArray<TokenItem> Items { get; }

    /// <summary>The number of the field <c>sig</c>.</summary>
    public int Signature { get; }

    /// <summary>The standard that the token's names of algorithms are of.</summary>
    public AlgorithmNames AlgorithmNames => ItemsOf(Fields.IndexOf(WellKnownFields.Algorithm)).FirstOrDefault()?.Codec switch
    {
        JsonCodec => AlgorithmNames.Jose,
        ParametersCodec => AlgorithmNames.Http,
        _ => AlgorithmNames.Cavage,
    };

    /// <summary>How several signatures are written in the field; null for one signature.</summary>
    public SignatureList? Signatures { get; }

    /// <summary>The item that reads the signature out of the body, or out
    /// of a text in it; null when the signature stands elsewhere.</summary>
    public TokenItem? BodySignature { get; }

    /// <summary>Whether all tokens that a request carries have to pass, and not one of them.</summary>
    public bool IsEvery => Items.Any(item => item.Codec is EachCodec { IsEvery: true });

    /// <summary>Whether a token may hold several signatures of one message, of which one has to match.</summary>
    public bool HasSeveralSignatures => Signatures is not null || Parts.Any(part => part[0].IsCandidate);

    private int CandidateSources =>
        Parts.Count(part => part[0].IsCandidate) + Items.Count(item => item.Codec is EachCodec or SignatureInputCodec);

    /// <summary>The formats of the times, by the numbers of their fields.</summary>
    public ImmutableDictionary<int, TimeFormat> Times { get; }

    /// <summary>Whether a field is the signature, or a text that it is read from.</summary>
    public bool IsSignature(int field) => CarriersOf(Signature).Contains(field);

    /// <summary>The items that read a field.</summary>
    public IEnumerable<TokenItem> ItemsOf(int field) => Items.Where(item => item.Has(field));

    /// <summary>Whether a token without the field is denied.</summary>
    public bool IsRequired(int field) =>
        Locators.Any(locator => locator.RequiredFields.Contains(field))
        || Items.Any(item => item.Codec.Fields.Any(read => read.Field == field && read.IsRequired)
            && (item.Source is not ItemSource.Field || IsRequired(item.Field)));

    /// <summary>Whether a field is a list of texts with a zero byte between two.</summary>
    public bool IsList(int field) => Items.Any(item => item.MakesList(field));

    /// <summary>The locators that read a field.</summary>
    public IEnumerable<TokenLocator> LocatorsOf(int field) => Locators.Where(locator => locator.Pattern.Fields.Contains(field));

    /// <summary>The locators that read a field, or a text that the field is read from.</summary>
    public IEnumerable<TokenLocator> LocatorsCarrying(int field)
    {
        var carriers = CarriersOf(field);
        return Locators.Where(locator => locator.Pattern.Fields.Any(carriers.Contains));
    }

    /// <summary>A field, and the fields that are texts which it is read from. An item reads only what is there before it.</summary>
    public ImmutableHashSet<int> CarriersOf(int field) => Items.Reverse().Aggregate(
        ImmutableHashSet.Create(field),
        (carriers, item) => item.Source is ItemSource.Field && carriers.Any(item.Has) ? carriers.Add(item.Field) : carriers);

    private bool IsReadFromBody(TokenItem item) => item.Source is ItemSource.Body
        || (item.Source is ItemSource.Field && ItemsOf(item.Field).Any(IsReadFromBody));

    private void CheckCandidates() => Require(
        CandidateSources <= 1,
        nameof(SchemeDefinition.Token),
        "one place may have several tokens: write each, every, a dictionary or || once");

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

    private ImmutableArray<TokenLocator> ParsePart(string part, bool isFirst)
    {
        var isCandidate = part.Contains(Candidate, StringComparison.Ordinal);
        ImmutableArray<TokenLocator> locators =
        [
            .. part.Split(isCandidate ? Candidate : Alternative)
                .Select(text => TokenLocator.Parse(text, Fields, AddFormat, isFirst, isCandidate)),
        ];
        if (locators.Any(locator => !locator.Pattern.Fields.Order().SequenceEqual(locators[0].Pattern.Fields.Order())))
            throw new FormatException($"the alternatives of '{part}' do not have the same fields");
        if (locators.Any(locator => locator.IsOptional != locators[0].IsOptional))
            throw new FormatException($"of the alternatives of '{part}' all may be absent, as in header:NAME?={{field}}, or none");
        if (isCandidate && locators.Any(locator => locators.Count(locator.IsAtPlaceOf) > 1))
            throw new FormatException($"'{part}' has a place twice: || stands between different places");
        return [.. locators.GroupBy(locator => locators.First(other => other.IsAtPlaceOf(locator))).SelectMany(place => place)];
    }

    private static SignatureChoice ChoiceOf(SchemeDefinition definition) => new(
        definition.Label is { } label ? Encoding.ASCII.GetBytes(label) : null,
        definition.Tag is { } tag ? Encoding.ASCII.GetBytes(tag) : null);

    private string? FormatOf(string field) => _formats.GetValueOrDefault(field);

    private void AddFormat(string field, string? format)
    {
        if (format is not null && field is not WellKnownFields.Signature && !WellKnownFields.Times.Contains(field))
            throw new FormatException($"{{{field}:{format}}}: only the times issued, expires and not_before have a format, and sig");
        if (format is not null || !_formats.ContainsKey(field)) _formats[field] = format;
    }
}
