using System.Globalization;

namespace TokenAuthz.Engine.Hosting;

/// <summary>The reasons for which a signed body cannot be checked, as the log of denials says them: cause, and setting to change.</summary>
public static class BodyFault
{
    /// <summary>Envoy cut the body at <c>max_request_bytes</c>, and the upstream would get all of it.</summary>
    public const string Cut =
        "the gateway cut the body: raise max_request_bytes of its with_request_body above the longest, and leave allow_partial_message off";

    /// <summary>Envoy sent the body as text, in which it writes <c>!</c> for every byte that is not UTF-8.</summary>
    public const string Text =
        "the gateway sent the body as text, where any byte that is not UTF-8 became '!': set pack_as_bytes of its with_request_body";

    /// <summary>The request has a body that the gateway did not send.</summary>
    public const string Missing = "the request has a body that the gateway did not hand over: set with_request_body";

    /// <summary>The body did not arrive in full.</summary>
    public const string Incomplete = "the body ended early, was ill-formed or came too slowly";

    /// <summary>The body has more bytes than are checked.</summary>
    public static string TooLarge { get; } = string.Create(
        CultureInfo.InvariantCulture, $"the body has more than {CheckSettings.MaxBodySize} bytes, the most that is checked");
}
