namespace TokenAuthz.Engine.Hosts;

/// <summary>The headers of answers: of a deny to the client, of an allow to the upstream.</summary>
internal static class AnswerHeaders
{
    /// <summary>On a deny: the reason's code, for gateways that drop the body.</summary>
    public const string Reason = "x-auth-reason";

    /// <summary>On an allow: the key whose signature the request carries.</summary>
    public const string KeyId = "x-auth-key-id";

    /// <summary>On an allow: the policy that let it pass.</summary>
    public const string Policy = "x-auth-policy";
}
