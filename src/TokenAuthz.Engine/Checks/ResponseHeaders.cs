namespace TokenAuthz.Engine.Checks;

/// <summary>The headers of answers: of a deny to the client, of an allow to the upstream.</summary>
public static class ResponseHeaders
{
    /// <summary>On a deny: the reason's code, for gateways that drop the body.</summary>
    public const string Reason = "x-auth-reason";

    /// <summary>On a deny: a cache must not answer the next request, whose token may be right (RFC 9111, section 4.2.2).</summary>
    public const string CacheControl = "cache-control";

    /// <summary>The value of <see cref="CacheControl"/>.</summary>
    public const string NoStore = "no-store";

    /// <summary>On a deny with 401, which needs it (RFC 9110, section 15.5.2).</summary>
    public const string Challenge = "www-authenticate";

    /// <summary>The value of <see cref="Challenge"/>: a scheme for which no browser asks its user.</summary>
    public const string SignatureScheme = "Signature";

    /// <summary>On the answer to a handshake: no browser looks into the body for HTML.</summary>
    public const string ContentTypeOptions = "x-content-type-options";

    /// <summary>The value of <see cref="ContentTypeOptions"/>.</summary>
    public const string NoSniff = "nosniff";

    /// <summary>On an allow: the key that signed the request.</summary>
    public const string KeyId = "x-auth-key-id";

    /// <summary>On an allow: the policy that let the request pass.</summary>
    public const string Policy = "x-auth-policy";
}
