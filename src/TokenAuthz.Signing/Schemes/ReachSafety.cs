using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;
using static TokenAuthz.Signing.Schemes.SchemeErrors;

namespace TokenAuthz.Signing.Schemes;

/// <summary>Refuses a scheme whose message does not say which requests a token opens, so that one token would open all.</summary>
internal sealed class ReachSafety(SchemeDefinition definition, TokenTemplate token, MessageTemplate message, SignedFields signed)
{
    private const PartContent AnyContent = PartContent.Target | PartContent.Path | PartContent.Query | PartContent.Body;

    // Fields that say which key signed the token and when it holds, and not which requests it opens.
    private static readonly string[] OfTheToken =
    [
        WellKnownFields.Signature,
        WellKnownFields.KeyId,
        WellKnownFields.Issued,
        WellKnownFields.Expires,
        WellKnownFields.NotBefore,
        WellKnownFields.Lifetime,
        WellKnownFields.Algorithm,
        WellKnownFields.TokenId,
        WellKnownFields.Nonce,
        WellKnownFields.AddressBound,
    ];

    /// <summary>Checks the message and the requirements.</summary>
    /// <exception cref="SchemeException">One token would open every path, or everything.</exception>
    public void Check()
    {
        foreach (var locator in token.Locators.Where(locator => locator.Place is TokenPlace.Path)) CheckPath(locator);
        CheckReach();
    }

    // The rest of a path behind a token in it says what the token opens, so that it has to be signed.
    private void CheckPath(TokenLocator locator)
    {
        var rest = locator.Pattern.FreeFields.Where(field => !OfTheToken.Contains(token.Fields.Names[field])).ToList();
        Require(
            rest.Count > 0,
            nameof(SchemeDefinition.Token),
            "a token in the path has to say what remains of it, as in path:/{sig}{path}");
        foreach (var field in rest)
        {
            Require(
                IsPathFieldSigned(field),
                nameof(SchemeDefinition.Message),
                $"the message does not sign {{{token.Fields.Names[field]}}}, which is in the path: one token would open every path");
        }
    }

    // A signed scope stands for the path. {other_parameters} is made of the parameters of a token in the path.
    private bool IsPathFieldSigned(int field) =>
        signed.Includes(field)
        || (field == IndexOf(WellKnownFields.Path)
            && (definition.Bearer || signed.Includes(IndexOf(WellKnownFields.Folder)) || IsRequired(PartContent.Path)))
        || (field == IndexOf(WellKnownFields.Path) && IsScopeSigned())
        || (field == IndexOf(WellKnownFields.Parameters) && message.Signs(OtherParameters.Part));

    private bool IsScopeSigned() =>
        Scopes.Any(field => token.Locators.Any(locator => locator.RequiredFields.Contains(field)) && signed.Includes(field));

    private IEnumerable<int> Scopes =>
        new[] { WellKnownFields.Acl, WellKnownFields.Prefix }.Select(IndexOf).Where(index => index >= 0);

    // The message has to hold what a token opens: a path, a scope of paths, or a body.
    private void CheckReach()
    {
        var isBase = message.Has(SignatureBase.Part);
        var isBound = message.Signs(PartContent.Target | PartContent.Path | PartContent.ListedHeaders)
            || message.Signs(MessageParts.Body)
            || message.Signs(SortedParameters.OfForm)
            || message.Signs(PlivoParameters.Part)
            || (isBase && definition.Covers.Any(name => name is not ("@method" or "@scheme" or "@authority") && !name.EndsWith('?')))
            || Scopes.Any(field => token.IsRequired(field) && signed.Includes(field))
            || signed.Includes(IndexOf(WellKnownFields.Resource))
            || token.Locators.Any(locator => locator.Place is TokenPlace.Path)
            || definition.Bearer
            || IsRequired(AnyContent);
        Require(
            isBound || !isBase,
            nameof(SchemeDefinition.Covers),
            "say what every signature has to cover, such as @method, @authority, @path and @query: " +
                "with neither path nor a header in it, one signature would open everything; set Bearer if that is meant");
        Require(
            isBound,
            nameof(SchemeDefinition.Message),
            "say what is signed, as in {method}\\n{host}\\n{target}\\n{expires}: " +
                "with neither path, scope nor body of the request in it, one token would open everything; " +
                "let a field equal one of them in Require, or set Bearer if that is meant");
    }

    // A field that has to equal one of some parts of the request binds the token to that part.
    private bool IsRequired(PartContent content) =>
        definition.Require.Any(entry => entry.Value.All(text => Template(entry.Key, text).Has(content)));

    private MessageTemplate Template(string field, string text) => Parse(
        $"{nameof(SchemeDefinition.Require)}:{field}", () => MessageTemplate.Parse(text, token.Fields, definition.Let));

    private int IndexOf(string field) => token.Fields.IndexOf(field);
}
