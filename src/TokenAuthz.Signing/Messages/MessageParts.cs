using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of messages that stand in memory, and messages within messages.</summary>
internal static class MessageParts
{
    /// <summary>A literal text of a template.</summary>
    public static readonly MessagePart Literal = new("literal", TextForm.Constant) { Text = PartText.Literal };

    /// <summary>A field of the token, as it stands in the request. Its form depends on the token.</summary>
    public static readonly MessagePart Field = new("field", TextForm.Any) { Text = PartText.Field };

    /// <summary>A message of its own, which filters are applied to.</summary>
    public static readonly MessagePart Named = new("named", TextForm.Any)
    {
        Writer = (piece, settings) =>
            new InnerMessage(new(piece.Inner!, settings), OptionalText.Is(piece) ? OptionalText.FieldOf(piece) : -1),
    };

    /// <summary>The value of one header: <c>{header:date}</c>.</summary>
    public static readonly MessagePart Header = new("header", new() { Bytes = HttpBytes.HeaderValue, MayBeRestricted = true })
    {
        Text = PartText.Header,
        Argument = MessagePart.AnyArgument,
        NeedsArgument = true,
    };

    /// <summary>The value of one parameter of the query, as on the wire: <c>{query:id}</c>.</summary>
    public static readonly MessagePart Parameter =
        new("query", new() { Bytes = HttpBytes.Target.Remove((byte)'&'), MayBeRestricted = true })
        {
            Text = PartText.Parameter,
            Content = PartContent.Query,
            Argument = MessagePart.AnyArgument,
            NeedsArgument = true,
        };

    /// <summary>The key.</summary>
    public static readonly MessagePart Key = new("key", TextForm.Constant) { Text = PartText.Key };

    /// <summary>The scheme's salt, or the key's.</summary>
    public static readonly MessagePart Salt =
        new("salt", TextForm.Constant) { Text = PartText.Salt, Settings = ["Salt", "SaltInKey", "SaltEncoding"] };

    /// <summary>The host, with its port if the client sent one.</summary>
    public static readonly MessagePart Host = new("host", new() { Bytes = HttpBytes.Host }) { Text = PartText.Host };

    /// <summary>The signed path, as on the wire.</summary>
    public static readonly MessagePart Path =
        new("path", new() { Bytes = HttpBytes.Path, Start = (byte)'/' }) { Text = PartText.Path, Content = PartContent.Path };

    /// <summary>The body.</summary>
    public static readonly MessagePart Body = new("body", TextForm.Any) { Text = PartText.Body, Content = PartContent.Body };

    /// <summary>The method.</summary>
    public static readonly MessagePart Method = new("method", new() { Bytes = HttpBytes.Token }) { Text = PartText.Method };

    /// <summary>The URL's scheme: <c>https</c>.</summary>
    public static readonly MessagePart UrlScheme =
        new("scheme", new() { Bytes = HttpBytes.Of("https") }) { Text = PartText.UrlScheme, Content = PartContent.UrlScheme };

    /// <summary>Path and query, as on the wire.</summary>
    public static readonly MessagePart Target = new("target", new() { Bytes = HttpBytes.Target, Start = (byte)'/' })
    {
        Text = PartText.Target,
        Content = PartContent.Target | PartContent.QueryAndSignature,
    };

    /// <summary>Path and query up to the signature, which is the last parameter.</summary>
    public static readonly MessagePart SignedTarget = new("signed_target", Target.Form)
    {
        Text = PartText.SignedTarget,
        Content = PartContent.Target | PartContent.QueryToSignature,
    };

    /// <summary>The query without the signature's parameter.</summary>
    public static readonly MessagePart Query = new("query", new() { Bytes = HttpBytes.Target })
    {
        Text = PartText.Query,
        Content = PartContent.Query | PartContent.QueryToSignature,
    };
}
