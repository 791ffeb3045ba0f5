using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing.Vendors;

/// <summary>Shared access signatures of Azure Service Bus and IoT Hub with
/// a right signature, which open less than they could seem to.</summary>
public static class ServiceBusTests
{
    private const string Queue = "https%3A%2F%2Fns.example.com%2Fqueue";

    private static readonly KeyRing Keys = new([new Key("send", "SuperSecretKeyText="u8), new Key("listen", "AnotherSecretKeyText="u8)]);

    // The list, whose signature is that of sr and se in it; {sig} is the signature.
    public static TheoryData<string, string, string, DenyReason?> Lists => new()
    {
        { "a queue", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send", null },
        { "below a queue", "/queue/messages", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send", null },
        { "another order", "/queue", $"skn=send&se=1800000060&sr={Queue}&sig={{sig}}", null },
        { "a device, which names no key", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060", null },
        { "a resource without a scheme", "/queue", "sr=ns.example.com%2fqueue&sig={sig}&se=1800000060&skn=send", null },
        { "a resource of another scheme", "/queue", "sr=sb%3a%2f%2fns.example.com%2fqueue&sig={sig}&se=1800000060&skn=send", null },
        { "a resource that is not escaped", "/queue", "sr=https://ns.example.com/queue&sig={sig}&se=1800000060&skn=send", null },
        { "a namespace", "/other", "sr=https%3A%2F%2Fns.example.com%2F&sig={sig}&se=1800000060&skn=send", null },

        { "another queue", "/other", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send", OutOfScope },
        { "a queue whose name begins so", "/queue2", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send", OutOfScope },
        { "out of a queue", "/queue/../other", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send", OutOfScope },
        { "out of a queue, with escapes", "/queue/%2e%2e/other", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send", OutOfScope },
        { "another host", "/queue", "sr=https%3A%2F%2Fxns.example.com%2Fqueue&sig={sig}&se=1800000060&skn=send", OutOfScope },
        { "a host that begins so", "/queue", "sr=https%3A%2F%2Fns.example.com.evil%2Fqueue&sig={sig}&se=1800000060&skn=send", OutOfScope },
        { "a part of a host", "/queue", "sr=https%3A%2F%2Fns&sig={sig}&se=1800000060&skn=send", OutOfScope },
        { "no resource", "/queue", "sr=&sig={sig}&se=1800000060&skn=send", OutOfScope },
        { "a scheme alone", "/queue", "sr=https%3A%2F%2F&sig={sig}&se=1800000060&skn=send", OutOfScope },
        { "an ill-formed escape", "/queue", "sr=https%3A%2F%2Fns.example.com%2&sig={sig}&se=1800000060&skn=send", OutOfScope },

        { "at its end", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000000&skn=send", Expired },
        { "expired", "/queue", $"sr={Queue}&sig={{sig}}&se=1799999999&skn=send", Expired },
        { "no end", "/queue", $"sr={Queue}&sig={{sig}}&skn=send", InvalidToken },
        { "an end that is a date", "/queue", $"sr={Queue}&sig={{sig}}&se=2027-01-15T09%3A00%3A00Z&skn=send", InvalidToken },
        { "two ends", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&se=1900000000&skn=send", InvalidToken },
        { "two ends, the signed one last", "/queue", $"se=1900000000&sr={Queue}&sig={{sig}}&se=1800000060&skn=send", InvalidToken },
        { "two resources", "/queue", $"sr={Queue}&sr={Queue}2&sig={{sig}}&se=1800000060&skn=send", InvalidToken },
        { "two signatures", "/queue", $"sr={Queue}&sig=AAAA&sig={{sig}}&se=1800000060&skn=send", InvalidToken },
        { "two keys", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send&skn=listen", InvalidToken },

        { "the name of another key", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=listen", InvalidToken },
        { "an unknown key", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=manage", InvalidToken },
        { "the name in another case", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=Send", InvalidToken },
        { "an empty name", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=", InvalidToken },
        { "a thing that nobody knows", "/queue", $"sr={Queue}&sig={{sig}}&se=1800000060&skn=send&sp=r", InvalidToken },
        { "a signature that is not escaped", "/queue", $"sr={Queue}&sig={{raw}}&se=1800000060&skn=send", null },
        { "another signature", "/queue", $"sr={Queue}&sig=AAAA{{sig}}&se=1800000060&skn=send", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public static void Opens_what_it_permits(string description, string target, string list, DenyReason? reason)
    {
        var parameters = list.Split('&').Select(parameter => parameter.Split('=', 2)).ToLookup(pair => pair[0], pair => pair[1]);
        var text = $"{parameters["sr"].First()}\n{parameters["se"].LastOrDefault("")}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData("SuperSecretKeyText="u8, Encoding.ASCII.GetBytes(text)));
        var filled = list.Replace("{sig}", Uri.EscapeDataString(signature), StringComparison.Ordinal)
            .Replace("{raw}", signature, StringComparison.Ordinal);
        var request = new VendorRequest
        {
            Target = target,
            Host = "ns.example.com",
            Headers = [("Authorization", $"SharedAccessSignature {filled}")],
            Keys = Keys,
        };

        Expect.Equal(reason, request.Check("azure-service-bus-sas"), description);
    }
}
