using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>A signature format, compiled once so that requests can be verified and signed with it. Immutable, and safe to share.</summary>
public sealed class Scheme
{
    private Scheme(SchemeDefinition definition, ImmutableArray<SchemePlan> forms)
    {
        (Definition, Forms) = (definition, forms);
        Choice = new(forms, definition.FirstForm);
        var locators = forms.SelectMany(form => form.Token.Locators).ToList();
        TokenHeaders =
        [
            .. locators.Where(locator => locator.Place is TokenPlace.Header).Select(locator => locator.Name)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        AuthenticationSchemes =
        [
            .. locators.Select(locator => locator.AuthenticationScheme).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        HasPathToken = locators.Exists(locator => locator.Place is TokenPlace.Path);
        SignsBody = forms.Any(form => form.ReadsBody);
        NeedsClientAddress = forms.Any(form => form.ReadsClientAddress);
        Handshakes = [.. definition.Handshakes.Select(handshake => new HandshakeCompiler(definition, handshake).Compile())];
        NeedsTime = forms.Any(form => form.Time.IsNeeded || form.Definition.SingleUse);
        ReadsHost = forms.Any(form => form.ReadsHost);
        NeedsVerifyToken = Handshakes.Any(handshake => handshake.NeedsVerifyToken);
    }

    /// <summary>The name that configuration knows the scheme by.</summary>
    public string Name => Definition.Name;

    /// <summary>The definition that the scheme was compiled from.</summary>
    public SchemeDefinition Definition { get; }

    /// <summary>Where a request carries the token, as the definition says it; of each form, when there are several.</summary>
    public IEnumerable<string> Places => Forms.SelectMany(form => form.Definition.Token);

    /// <summary>The headers that the token is in; a cookie is not among them.</summary>
    public ImmutableArray<string> TokenHeaders { get; }

    /// <summary>
    /// The authentication schemes that tokens in <c>Authorization</c> begin with (RFC 9110, section 11.4), for a challenge: <c>Bearer</c>.
    /// </summary>
    public ImmutableArray<string> AuthenticationSchemes { get; }

    /// <summary>Whether a part of the token is in the path, so that the path must not be shown.</summary>
    public bool HasPathToken { get; }

    /// <summary>Whether the body is signed, so that the host has to read it before the check.</summary>
    public bool SignsBody { get; }

    /// <summary>Whether the client's address is signed, or named in the token, so that the host has to know it.</summary>
    public bool NeedsClientAddress { get; }

    /// <summary>Whether the host is signed, or compared with the token, so that it has to be clear.</summary>
    public bool ReadsHost { get; }

    /// <summary>Whether a handshake needs the text that the sender was told at its registration.</summary>
    public bool NeedsVerifyToken { get; }

    /// <summary>Whether a request without a token can be told from one with a wrong token.</summary>
    internal bool TellsMissingTokens => !Forms.Any(form =>
        form.BodySignature is not null
        || form.Token.CredentialLocators.Any(locator => locator.Place is TokenPlace.Path && locator.CanBegin("/"u8)));

    /// <summary>Whether tokens begin or end, or are remembered until they end.</summary>
    internal bool NeedsTime { get; }

    /// <summary>The handshakes, in the order in which they are tried.</summary>
    internal ImmutableArray<Handshake> Handshakes { get; }

    /// <summary>The forms of the token, one or more.</summary>
    internal ImmutableArray<SchemePlan> Forms { get; }

    /// <summary>Finds the form that a request's token has.</summary>
    internal FormChoice Choice { get; }

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="SchemeException">The definition is ill-formed.</exception>
    public static Scheme Compile(SchemeDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (definition.Forms.IsEmpty) return new(definition, Check(definition, [SchemeCompiler.Compile(definition)]));

        // A scheme with a Token of its own has it in each form of its preset.
        // Of those whose signatures have one length the first can be told.
        var forms = definition.Forms.DistinctBy(form => string.Join('\0', [.. form.Token, .. form.Items, $"{SizeOf(form)}"]));
        var scheme = definition with { Forms = [.. forms] };
        return new(scheme, Check(scheme, [.. scheme.Forms.Select(form => CompileForm(scheme, form))]));
    }

    /// <summary>Whether a token of the scheme can name a key, if it names one at all.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="obstacle">The text in the id that ends it in the token, or that the message must not hold.</param>
    public bool CanName(string keyId, [NotNullWhen(false)] out string? obstacle)
    {
        obstacle = Forms.Select(form => form.ObstacleIn(keyId)).FirstOrDefault(text => text is not null);
        return obstacle is null;
    }

    private static int SizeOf(SchemeDefinition form) => form.Algorithm.Traits().Family is AlgorithmFamily.Digest or AlgorithmFamily.Hmac
        ? form.Algorithm.Traits().Digest!.Value.Size()
        : 0;

    // What only some forms need: the basic form of a vendor's tokens often has no countries, or no use for a text.
    private static ImmutableArray<SchemePlan> Check(SchemeDefinition scheme, ImmutableArray<SchemePlan> plans)
    {
        SchemeErrors.Require(
            scheme.CountryHeader is null || plans.Any(HasCountries),
            nameof(SchemeDefinition.CountryHeader),
            "the token has neither a field {countries} nor {blocked_countries}");
        SchemeErrors.Require(
            scheme.IgnoreParameters.IsDefaultOrEmpty || plans.Any(plan => plan.SignsQuery),
            nameof(SchemeDefinition.IgnoreParameters),
            "the query is not signed, so that anybody can add parameters as it is: leave this out");
        SchemeErrors.Require(
            !scheme.HeadAsGet || plans.Any(plan => plan.SignsMethod),
            nameof(SchemeDefinition.HeadAsGet),
            "the method is not signed, so that every method is allowed as it is: leave this out");
        var idle =
            plans.SelectMany(plan => plan.Definition.Let.Keys).FirstOrDefault(name => !plans.Any(plan => plan.NamedTexts.Contains(name)));
        SchemeErrors.Require(
            idle is null,
            $"{nameof(SchemeDefinition.Let)}:{idle}",
            $"nothing names {{{idle}}}: write it in Message, Require, Defaults or DeriveKey, or leave this text out");
        return plans;
    }

    private static bool HasCountries(SchemePlan plan) =>
        plan.Fields.IndexOf(WellKnownFields.Countries) >= 0 || plan.Fields.IndexOf(WellKnownFields.BlockedCountries) >= 0;

    private static SchemePlan CompileForm(SchemeDefinition scheme, SchemeDefinition form)
    {
        var path = $"{SchemeSettings.Forms}:{form.Name}";
        if (form.KeyEncoding != scheme.KeyEncoding)
            throw new SchemeException($"{path}:{nameof(KeyEncoding)}", "the forms of a scheme share its keys: set this for the scheme");
        try
        {
            return SchemeCompiler.Compile(form with { Name = $"{scheme.Name} ({form.Name})" });
        }
        catch (SchemeException e)
        {
            throw new SchemeException($"{path}:{e.Setting}", e.Message);
        }
    }
}
