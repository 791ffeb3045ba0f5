using System.Text;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>What a scheme reads of the query and of the method, so that settings about them have an effect and no danger.</summary>
/// <param name="definition">The scheme.</param>
/// <param name="token">Its token.</param>
/// <param name="message">Its message.</param>
/// <param name="rules">Its other templates, compiled.</param>
internal sealed class QueryReading(SchemeDefinition definition, TokenTemplate token, MessageTemplate message, RuleCompiler rules)
{
    private const PartContent AnyOfQuery = PartContent.Target | PartContent.Query | PartContent.QueryAndSignature
        | PartContent.QueryToSignature | PartContent.ListedHeaders;

    private static readonly MessagePart[] MadeOfQuery =
        [SignatureBase.Part, CanonicalQuery.Part, OtherParameters.Part, OAuthParameters.Part];

    /// <summary>Whether a parameter that somebody adds to the query can change the verdict.</summary>
    public bool SignsQuery =>
        message.Has(AnyOfQuery)
        || rules.Has(AnyOfQuery)
        || MadeOfQuery.Any(message.Has)
        || token.Fields.IndexOf(WellKnownFields.Resource) >= 0;

    /// <summary>Whether the method can change the verdict.</summary>
    public bool SignsMethod =>
        message.Has(MessageParts.Method)
        || message.Has(SignatureBase.Part)
        || message.Has(PartContent.ListedHeaders)
        || rules.Pieces.Any(piece => piece.Part == MessageParts.Method);

    /// <summary>Compiles the parameters that anybody may add to the query; null for none.</summary>
    /// <exception cref="SchemeException">A name is ill-formed, or the token or the message may read a parameter of the name.</exception>
    public IgnoredParameters? Ignored()
    {
        const string setting = nameof(SchemeDefinition.IgnoreParameters);
        if (definition.IgnoreParameters.IsDefaultOrEmpty) return null;
        var ignored = Parse(setting, () => IgnoredParameters.Parse(definition.IgnoreParameters));
        var read = NamesRead().FirstOrDefault(name => ignored.Includes(name));
        Require(
            read is null,
            setting,
            $"this includes the parameter {Encoding.UTF8.GetString(read ?? [])}, which the token or the message reads: list other names");
        return ignored;
    }

    private IEnumerable<byte[]> NamesRead()
    {
        var isOAuth = message.Has(OAuthParameters.Part);
        return
        [
            .. token.Locators.Where(locator => locator.Place is TokenPlace.Query).Select(locator => locator.NameBytes),
            .. token.Items.Where(item => isOAuth || item.Source is ItemSource.Query)
                .SelectMany(item => item.Codec.Fields)
                .Select(field => field.Name),
            .. message.All.Concat(rules.Pieces)
                .Where(piece => piece.Part == MessageParts.Parameter || piece.Part == CanonicalQuery.Part)
                .Select(piece => piece.Parameter),
            .. definition.Covers.Select(RequiredComponent.ParameterOf).OfType<byte[]>(),
        ];
    }
}
