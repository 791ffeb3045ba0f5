using System.Collections.Immutable;
using TokenAuthz.Signing.Handshakes;

namespace TokenAuthz.Signing.Schemes;

/// <summary>
/// A request by which a sender of webhooks asks whether the receiver wants them, and its answer. <see cref="HandshakeSettings"/>
/// describes each property.
/// </summary>
public sealed record HandshakeDefinition
{
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> NoLists =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, string> NoTemplates =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The name, unique within the scheme, which the log shows.</summary>
    public required string Name { get; init; }

    /// <summary>The method of the request.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Whether the request carries the scheme's token.</summary>
    public bool NeedsToken { get; init; }

    /// <summary>The headers of the request, and the fields in them: <c>x-okta-verification-challenge={challenge}</c>.</summary>
    public ImmutableArray<string> Headers { get; init; } = [];

    /// <summary>How query and body are read: <c>query form! challenge=challenge!</c>.</summary>
    public ImmutableArray<string> Items { get; init; } = [];

    /// <summary>What fields have to equal, as in <see cref="SchemeDefinition.Require"/>.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Require { get; init; } = NoLists;

    /// <summary>Texts with names, as in <see cref="SchemeDefinition.Let"/>.</summary>
    public ImmutableSortedDictionary<string, string> Let { get; init; } = NoTemplates;

    /// <summary>The text that the policy's key signs for <c>{sig}</c> in the answer; empty for none.</summary>
    public string Signs { get; init; } = "";

    /// <summary>The body of the answer, as a template of messages; empty for none.</summary>
    public string Answer { get; init; } = "";

    /// <summary>What the body of the answer is.</summary>
    public AnswerType AnswerType { get; init; } = AnswerType.Text;
}
