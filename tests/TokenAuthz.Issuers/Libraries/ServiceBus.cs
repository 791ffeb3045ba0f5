using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>@azure/core-amqp</c> of npm: shared access signatures of Service Bus and Event Hubs, which hold for an hour.</summary>
internal static class ServiceBus
{
    private const string Host = "ns.servicebus.windows.net";
    private const string Name = "RootManageSharedAccessKey";
    private const string Key = "SuperSecretKeyText=";

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("@azure/core-amqp", ["Schemes:issued:Preset=azure-service-bus-sas", $"Keys:0:Id={Name}", $"Keys:0:Value={Key}"],
            async (input, now) =>
            {
                var queue = $"/queue{input.Next(100).ToString(CultureInfo.InvariantCulture)}";
                var token = await TokenAsync($"{input.OneOf("sb", "https")}://{Host}{input.OneOf("/", queue, $"{queue}/")}", now);
                return IssuedRequest.Of("POST", $"https://{Host}{queue}/messages", [new("Authorization", token)]);
            })
        {
            Signs = RequestParts.Host,
            Signature = request => AwsKeys.After(request.Header("authorization")!, "sig="),
            Holds = (null, TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1)),
        },
    ];

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        new("@azure/core-amqp", ["Preset=azure-service-bus-sas"], new(Name, Key),
            input => new()
            {
                Method = "POST",
                Host = Host,
                Target = $"/queue{input.Next(100).ToString(CultureInfo.InvariantCulture)}",
                Lifetime = TimeSpan.FromHours(1),
            },
            async (_, signed, now) =>
            {
                var theirs = await TokenAsync(signed.Url, now);
                return Parts(signed.Headers.Single().Value).SequenceEqual(Parts(theirs)) ? null : theirs;
            }),
    ];

    private static async Task<string> TokenAsync(string resource, DateTimeOffset now)
    {
        JsonNode? token =
            await NodeLibraries.CallAsync("serviceBus", new { now = now.ToUnixTimeSeconds(), resource, name = Name, key = Key });
        return (string)token!;
    }

    // Ours may escape other characters of the signature, and has another order.
    private static IEnumerable<string> Parts(string token) => token.Split([' ', '&']).Select(Uri.UnescapeDataString).Order();
}
