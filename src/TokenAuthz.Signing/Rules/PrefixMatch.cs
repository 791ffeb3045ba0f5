namespace TokenAuthz.Signing.Rules;

/// <summary>Which requests the field <c>prefix</c> of a token opens.</summary>
public enum PrefixMatch
{
    /// <summary>The path itself and the paths below it: <c>/video</c> opens <c>/video/1</c> and not <c>/video-private</c>.</summary>
    Segments,

    /// <summary>Every path that begins with the prefix, percent-decoded: <c>/video</c> opens <c>/video-private</c> too.</summary>
    Path,

    /// <summary>The URL itself and the URLs below it, of any scheme: a percent-encoded URL, with its scheme or without.</summary>
    Url,

    /// <summary>Every URL that begins with the prefix, which is a URL in base64url.</summary>
    Base64Url,
}
