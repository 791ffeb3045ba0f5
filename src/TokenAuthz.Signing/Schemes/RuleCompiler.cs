using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Signatures;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// Compiles the settings of a scheme that hold templates besides the message: <c>Defaults</c>, <c>Require</c> and <c>DeriveKey</c>.
/// </summary>
internal sealed class RuleCompiler(
    SchemeDefinition definition, TokenTemplate token, MessageTemplate message, MessageSettings settings)
{
    // Behind the name of a field that a token may leave out.
    private const char Optional = '?';

    private readonly SignedFields _signed = new(definition, token, message);
    private readonly List<MessageTemplate> _templates = [];

    /// <summary>Whether one of the templates that were compiled holds some parts of the request.</summary>
    public bool Has(PartContent content) => _templates.Exists(template => template.Has(content));

    /// <summary>Whether one of the templates that were compiled may read the host.</summary>
    public bool MayReadHost => _templates.Exists(template => template.MayReadHost);

    /// <summary>The pieces of the templates that were compiled.</summary>
    public IEnumerable<MessagePiece> Pieces => _templates.SelectMany(template => template.All);

    /// <summary>The names of the texts that are in the templates which were compiled.</summary>
    public IEnumerable<string> Texts => _templates.SelectMany(template => template.Named).Select(text => text.Name);

    /// <summary>Compiles the values of fields that a token leaves out.</summary>
    /// <exception cref="SchemeException">A value is ill-formed or has no effect.</exception>
    public ImmutableArray<DefaultValue> Defaults() => [.. definition.Defaults.Select(entry => DefaultOf(entry.Key, entry.Value))];

    /// <summary>Compiles the requirements.</summary>
    /// <exception cref="SchemeException">A text is ill-formed, or a client could change its field.</exception>
    public ImmutableArray<Requirement> Requirements() => [.. definition.Require.Select(entry => RequirementOf(entry.Key, entry.Value))];

    /// <summary>Compiles the steps that derive the key; null when it signs by itself.</summary>
    /// <exception cref="SchemeException">A step is ill-formed, or the algorithm is no HMAC.</exception>
    public KeyDerivation? Derivation()
    {
        const string setting = nameof(SchemeDefinition.DeriveKey);
        if (definition.DeriveKey.IsEmpty) return null;
        var traits = definition.Algorithm.Traits();
        var isCurve = definition.Algorithm is SignatureAlgorithm.EcdsaP256Sha256;
        Require(
            isCurve || traits.Family is AlgorithmFamily.Hmac,
            setting,
            $"only the key of an HMAC or of {SignatureAlgorithm.EcdsaP256Sha256} is derived: set Algorithm to one of them");
        Require(
            isCurve || definition.DeriveKey.Length <= KeyDerivation.MaxSteps,
            setting,
            $"write at most {KeyDerivation.MaxSteps} texts: the first key, with {{key}} in it, and then the text of each HMAC, as in " +
                "[\"AWS4{key}\", \"{date}\"]");
        Require(
            !isCurve || definition.DeriveKey.Length == CounterModeKey.Texts + 1,
            setting,
            "write three texts for a key of ECDSA: the first key, with {key} in it, the label and the context, as in " +
                "[\"AWS4A{key}\", \"AWS4-ECDSA-P256-SHA256\", \"{kid}\"]");
        var steps = definition.DeriveKey.Select(text => Compile(setting, text)).ToList();
        Require(steps[0].Has(MessageParts.Key), setting, "the first text has no {key}: anybody could derive the key that signs");
        Require(!steps.Skip(1).Any(step => step.Has(MessageParts.Key)), setting, "only the first text holds {key}");
        return new(
            isCurve ? new CounterModeKey() : new HmacChain(traits.Digest!.Value),
            [.. steps.Select(step => new MessageWriter(step, settings))]);
    }

    private DefaultValue DefaultOf(string name, string text)
    {
        var setting = $"{nameof(SchemeDefinition.Defaults)}:{name}";
        var field = FieldOf(setting, name);
        Require(!token.IsRequired(field), setting, $"every token has {{{name}}}, so that this has no effect: leave it out");
        var template = CompileWithoutKey(setting, text);
        var other = definition.Defaults.Keys.FirstOrDefault(other => template.HasField(FieldOf(setting, other)));
        Require(other is null, setting, $"this holds {{{other}}}, which has a default itself: write its text here");
        return new(field, new(template, settings));
    }

    private Requirement RequirementOf(string name, ImmutableArray<string> texts)
    {
        var setting = $"{nameof(SchemeDefinition.Require)}:{name}";
        var isOptional = name.EndsWith(Optional);
        if (isOptional) name = name[..^1];
        var field = FieldOf(setting, name);
        Require(!isOptional || !token.IsRequired(field), setting, $"every token has {{{name}}}: leave out the question mark");
        Require(!texts.IsDefaultOrEmpty, setting, "write the text that the field has to equal");
        Require(
            _signed.Includes(field),
            setting,
            $"the message does not sign {{{name}}}: a client could write what is required");
        var templates = texts.Select(text => CompileWithoutKey(setting, text)).ToList();
        return new(
            name,
            field,
            [.. templates.Select(template => new MessageWriter(template, settings))],
            isOptional,
            token.IsList(field),
            templates.Exists(template => template.Has(MessageParts.Body)) ? DenyReason.InvalidToken : DenyReason.OutOfScope);
    }

    private int FieldOf(string setting, string name)
    {
        var field = token.Fields.IndexOf(name);
        Require(field >= 0, setting, $"the token has no field {{{name}}}; it has {string.Join(", ", token.Fields.Names)}");
        return field;
    }

    private MessageTemplate CompileWithoutKey(string setting, string text)
    {
        var template = Compile(setting, text);
        Require(!template.Has(MessageParts.Key), setting, "this would hold {key}, which no part of a token equals");
        return template;
    }

    private MessageTemplate Compile(string setting, string text)
    {
        var template = Parse(setting, () => MessageTemplate.Parse(text, token.Fields, definition.Let));
        Require(!template.HasField(token.Signature), setting, "this cannot hold {sig}, which is made last");
        _templates.Add(template);
        return template;
    }
}
