namespace TokenAuthz.Signing.Schemes;

/// <summary>What the field <c>prefix</c> of a token opens.</summary>
public enum PrefixRule
{
    /// <summary>The path itself and what is below it: <c>/video</c> opens <c>/video/1</c> and not <c>/video-private</c>.</summary>
    Segments,

    /// <summary>Every path that begins with it, percent-decoded, to the letter.</summary>
    Path,

    /// <summary>Every URL that begins with it, which is written in base64url.</summary>
    Base64Url,
}
