using System.Globalization;
using TokenAuthz.Engine.Checks;

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

    /// <summary>APISIX asks by GET, and sends bodies by POST only.</summary>
    public const string NotPosted = "the gateway asks without the body: set request_method of its forward-auth to POST";

    /// <summary>The body did not arrive in full.</summary>
    public const string Incomplete = "the body ended early, was ill-formed or came too slowly";

    /// <summary>The body was held back too long, because memory held as many others as it may.</summary>
    public const string NoTurn =
        "the body waited longer than Limits:BodyWait, or too many waited: add replicas, or raise Limits:Bodies and the memory limit";

    /// <summary>The body has more bytes than are checked.</summary>
    /// <param name="most">How many are.</param>
    public static string TooLarge(int most) => string.Create(
        CultureInfo.InvariantCulture, $"the body has more than {most} bytes, the most that is checked: raise Limits:BodySize");

    /// <summary>Denies a request whose signed body cannot be checked.</summary>
    /// <param name="step">The step that needs the body.</param>
    /// <param name="fault">The reason.</param>
    public static CheckStep Deny(in CheckStep step, string fault) => fault == NoTurn ? step.WithoutRoom(fault) : step.WithoutBody(fault);
}
