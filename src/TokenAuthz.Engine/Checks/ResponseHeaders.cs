using TokenAuthz.Engine.Policies;

namespace TokenAuthz.Engine.Checks;

/// <summary>The headers of answers: of a deny to the client, of an allow to the upstream.</summary>
public static class ResponseHeaders
{
    /// <summary>On a deny: the reason's code, for gateways that drop the body.</summary>
    public const string Reason = DenyHeaders.Reason;

    /// <summary>On a deny and on the answer to a handshake, which no cache may give to the next request.</summary>
    public const string CacheControl = DenyHeaders.CacheControl;

    /// <summary>The value of <see cref="CacheControl"/>.</summary>
    public const string NoStore = DenyHeaders.NoStore;

    /// <summary>On the answer to a handshake: no browser looks into the body for HTML.</summary>
    public const string ContentTypeOptions = "x-content-type-options";

    /// <summary>The value of <see cref="ContentTypeOptions"/>.</summary>
    public const string NoSniff = "nosniff";

    /// <summary>On an allow: the key that signed the request.</summary>
    public const string KeyId = "x-auth-key-id";

    /// <summary>On an allow: the policy that let the request pass.</summary>
    public const string Policy = "x-auth-policy";
}
