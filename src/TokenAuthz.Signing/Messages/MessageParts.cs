using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The names of message parts, and groups of them that the safety of a scheme depends on.</summary>
internal static class MessageParts
{
    /// <summary>The parts that hold all of the target, so that a token in the path or the query would be in its own message.</summary>
    public static readonly ImmutableArray<MessagePart> WholeTarget =
        [MessagePart.Target, MessagePart.SignedTarget, MessagePart.SignedUrl, MessagePart.Url];

    /// <summary>The parts that are made of the path.</summary>
    public static readonly ImmutableArray<MessagePart> OfPath =
    [
        MessagePart.Path,
        MessagePart.Uri,
        MessagePart.RelativeUri,
        MessagePart.Stem,
        MessagePart.Directory,
        MessagePart.PrefixOrPath,
        MessagePart.UrlBinding,
        MessagePart.AzurePath,
        MessagePart.EdgeCacheToken,
    ];

    /// <summary>The parts that are made of the headers that a token lists, and of the request target.</summary>
    public static readonly ImmutableArray<MessagePart> SigningStrings =
        [MessagePart.SigningString, MessagePart.KongSigningString, MessagePart.ApisixSigningString];

    /// <summary>The parts that hold the scheme of the URL, which a gateway does not tell.</summary>
    public static readonly ImmutableArray<MessagePart> OfUrlScheme =
    [
        MessagePart.SignedUrl, MessagePart.Url, MessagePart.Scheme, MessagePart.Authority, MessagePart.Port, MessagePart.SignatureBase,
    ];

    /// <summary>The parts that are made of the body.</summary>
    public static readonly ImmutableArray<MessagePart> OfBody = [MessagePart.Body, MessagePart.OauthParameters];

    /// <summary>The parts that are made of the query or the body.</summary>
    public static readonly ImmutableArray<MessagePart> OfContent =
        [MessagePart.Query, MessagePart.SortedQuery, MessagePart.Parameter, .. OfBody];

    /// <summary>In how many spellings a part of the message is tried.</summary>
    public static int SpellingsOf(MessagePiece piece, bool escapesUrl)
    {
        var part = piece.Part;
        if (part is MessagePart.CanonicalQuery && piece.Parameter.Length > 0) return CanonicalQuery.Spellings;
        if (part is MessagePart.UrlBinding && escapesUrl) return AkamaiEscapes.Count;
        if (part is MessagePart.KongSigningString) return SigningString.VersionCount;
        return part is MessagePart.PrefixOrPath ? PathParts.PrefixSpellings : 1;
    }

    /// <summary>The name in templates: of <see cref="MessagePart.ClientAddress"/>, <c>client_address</c>.</summary>
    public static string NameOf(MessagePart part) =>
        string.Concat($"{part}".Select((c, i) => (i > 0 && char.IsAsciiLetterUpper(c) ? "_" : "") + char.ToLowerInvariant(c)));

    /// <summary>The form of a part, before its filters.</summary>
    public static TextForm FormOf(MessagePart part) => part switch
    {
        MessagePart.Literal or MessagePart.Key or MessagePart.Salt or MessagePart.SaltBinding => TextForm.Constant,
        MessagePart.Method => new() { Bytes = HttpBytes.Token },
        MessagePart.Host or MessagePart.Authority => new() { Bytes = HttpBytes.Host },
        MessagePart.Path => new() { Bytes = HttpBytes.Path, Start = (byte)'/' },
        MessagePart.Directory => new() { Bytes = HttpBytes.DecodedPath, Start = (byte)'/', End = (byte)'/', MayBeRestricted = true },
        MessagePart.RelativeUri => new() { Bytes = HttpBytes.DecodedPath, MayBeRestricted = true },
        MessagePart.Args => new() { Bytes = HttpBytes.Target, Start = (byte)'?', MayBeEmpty = true },
        MessagePart.Uri or MessagePart.Stem => new() { Bytes = HttpBytes.DecodedPath, Start = (byte)'/', MayBeRestricted = true },
        MessagePart.Target or MessagePart.SignedTarget => new() { Bytes = HttpBytes.Target, Start = (byte)'/' },
        MessagePart.SignedUrl => new() { Bytes = HttpBytes.Target, Start = (byte)'h' },
        MessagePart.Url => new() { Bytes = HttpBytes.Target, Start = (byte)'h', MayBeRestricted = true },
        MessagePart.Scheme => new() { Bytes = HttpBytes.Of("https") },
        MessagePart.Port => new() { Bytes = HttpBytes.Of("0123456789") },
        MessagePart.Query or MessagePart.SortedQuery => new() { Bytes = HttpBytes.Target },
        MessagePart.Header => new() { Bytes = HttpBytes.HeaderValue, MayBeRestricted = true },
        MessagePart.Parameter => new() { Bytes = HttpBytes.Target.Remove((byte)'&'), MayBeRestricted = true },
        MessagePart.CanonicalQuery => new() { Bytes = HttpBytes.EncodedQuery },

        // A line for each name of a list that is never empty.
        MessagePart.CanonicalHeaders => new() { Bytes = HttpBytes.All.Remove(0), End = (byte)'\n' },
        MessagePart.ClientAddress => new() { Bytes = HttpBytes.Address },
        MessagePart.PrefixOrPath => new() { Bytes = HttpBytes.All, Start = (byte)'/' },
        MessagePart.UrlBinding => new() { Bytes = HttpBytes.Path },

        MessagePart.AzurePath => new() { Bytes = HttpBytes.DecodedPath, Start = (byte)'/', MayBeRestricted = true },
        MessagePart.OauthParameters => new() { Bytes = HttpBytes.Target },
        MessagePart.AzureSnapshot => new() { Bytes = HttpBytes.All, MayBeRestricted = true },

        // The version, which is signed too, tells whether it is there.
        MessagePart.AzureScope => new() { Bytes = HttpBytes.All, EndsItself = true },

        // Each header is one line, no value holds a line end, and the number of headers is fixed.
        MessagePart.HeaderLines => new() { Bytes = HttpBytes.All.Remove(0), EndsItself = true },
        MessagePart.SigningString or MessagePart.KongSigningString or MessagePart.ApisixSigningString =>
            new() { Bytes = HttpBytes.All.Remove(0) },
        MessagePart.OtherParameters
            or MessagePart.PackedAddress
            or MessagePart.SignatureBase
            or MessagePart.EdgeCacheToken
            or MessagePart.Body
            or MessagePart.Named => TextForm.Any,
        MessagePart.Field => throw new UnreachableException("the form of a field depends on the token: see FieldForms"),
        _ => throw new UnreachableException(),
    };
}
