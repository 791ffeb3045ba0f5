using System.Collections.Immutable;

namespace TokenAuthz.Signing.Messages;

/// <summary>The names of message parts, and groups of them that the safety of a scheme depends on.</summary>
internal static class MessageParts
{
    /// <summary>The parts that hold all of the target, so that a token in the path or the query would be in its own message.</summary>
    public static readonly ImmutableArray<MessagePart> WholeTarget = [MessagePart.Target, MessagePart.SignedTarget, MessagePart.SignedUrl];

    /// <summary>The parts that are made of the path.</summary>
    public static readonly ImmutableArray<MessagePart> OfPath =
    [
        MessagePart.Path,
        MessagePart.Uri,
        MessagePart.Stem,
        MessagePart.Directory,
        MessagePart.PrefixOrPath,
        MessagePart.UrlBinding,
    ];

    /// <summary>The parts that hold the scheme or the host of the URL.</summary>
    public static readonly ImmutableArray<MessagePart> OfUrl = [MessagePart.Host, MessagePart.SignedUrl, MessagePart.SignatureBase];

    /// <summary>The name in templates: of <see cref="MessagePart.ClientAddress"/>, <c>client_address</c>.</summary>
    public static string NameOf(MessagePart part) =>
        string.Concat($"{part}".Select((c, i) => (i > 0 && char.IsAsciiLetterUpper(c) ? "_" : "") + char.ToLowerInvariant(c)));
}
