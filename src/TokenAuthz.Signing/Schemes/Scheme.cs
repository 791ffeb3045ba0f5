using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Signing.Messages;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Schemes;

/// <summary>A signature format, compiled once so that requests can be verified and signed with it. Immutable, and safe to share.</summary>
public sealed class Scheme
{
    private Scheme(SchemePlan plan)
    {
        Plan = plan;
        var locators = plan.Token.Parts.SelectMany(part => part).ToList();
        TokenHeaders = [.. locators.Where(locator => locator.Place is TokenPlace.Header).Select(locator => locator.Name)];
        HasPathToken = locators.Exists(locator => locator.Place is TokenPlace.Path);
        SignsBody = plan.Message.Has(MessagePart.Body) || plan.ComparesBody;
        NeedsClientAddress = plan.Message.Has(MessagePart.ClientAddress)
            || plan.Message.Has(MessagePart.PackedAddress)
            || plan.Fields.IndexOf(WellKnownFields.Address) >= 0;
    }

    /// <summary>The name that configuration knows the scheme by.</summary>
    public string Name => Plan.Definition.Name;

    /// <summary>The definition that the scheme was compiled from.</summary>
    public SchemeDefinition Definition => Plan.Definition;

    /// <summary>The headers that the token is in; a cookie is not among them.</summary>
    public ImmutableArray<string> TokenHeaders { get; }

    /// <summary>Whether a part of the token is in the path, so that the path must not be shown.</summary>
    public bool HasPathToken { get; }

    /// <summary>Whether the body is signed, so that the host has to read it before the check.</summary>
    public bool SignsBody { get; }

    /// <summary>Whether the client's address is signed, or named in the token, so that the host has to know it.</summary>
    public bool NeedsClientAddress { get; }

    internal SchemePlan Plan { get; }

    /// <summary>Compiles a definition.</summary>
    /// <exception cref="SchemeException">The definition is ill-formed.</exception>
    public static Scheme Compile(SchemeDefinition definition) => new(SchemeCompiler.Compile(definition));

    /// <summary>Whether a token of the scheme can name a key, if it names one at all.</summary>
    /// <param name="keyId">The key's id.</param>
    /// <param name="obstacle">The text in the id that ends it in the token, or that the message must not hold.</param>
    public bool CanName(string keyId, [NotNullWhen(false)] out string? obstacle)
    {
        obstacle = null;
        if (Plan.KeyId < 0) return true;
        var stops = Plan.Message.Pieces
            .Where(piece => piece.Part is MessagePart.Field && piece.Field == Plan.KeyId)
            .SelectMany(piece => piece.Guard.Stops ?? [])
            .Select(stop => $"{(char)stop}");
        obstacle = Plan.Forms.ObstacleIn(Plan.KeyId, keyId)
            ?? stops.FirstOrDefault(stop => keyId.Contains(stop, StringComparison.Ordinal));
        return obstacle is null;
    }
}
