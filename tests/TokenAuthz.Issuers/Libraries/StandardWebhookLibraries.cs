using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;
using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>
/// Standard Webhooks and Svix: <c>StandardWebhooks</c> of NuGet, <c>standardwebhooks</c> and <c>svix</c> of npm, by either names of the
/// headers.
/// </summary>
internal static class StandardWebhookLibraries
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly ImmutableArray<string> Settings =
        ["Schemes:issued:Preset=standard-webhooks", "Keys:0:Id=key-1", $"Keys:0:Value={Secret}"];

    public static ImmutableArray<WebhookLibrary> All { get; } =
    [
        OfNode("standardwebhooks", "signStandardWebhook", "verifyStandardWebhook", "webhook"),
        OfNode("svix", "signSvix", "verifySvix", "svix"),
        OfNode("svix with webhook-id", "signSvix", "verifySvix", "webhook"),
        new("StandardWebhooks", Settings, SignByNet, VerifyByNet) { Headers = HeadersOf("webhook"), HasClock = false },
        new("StandardWebhooks with svix-id", Settings, SignByNetAsSvix, VerifyByNetAsSvix)
        {
            Headers = HeadersOf("svix"),
            HasClock = false
        },
    ];

    private static WebhookLibrary OfNode(string name, string sign, string verify, string prefix) => new(
        name,
        Settings,
        async (input, now) =>
        {
            var (id, body) = ($"msg_{input.Next(int.MaxValue)}", Webhooks.Body(input));
            var with = new { secret = Secret, id, time = now.ToUnixTimeSeconds(), body = Webhooks.Base64(body) };
            return Request(prefix, id, now, (string)(await NodeLibraries.CallAsync(sign, with))!, body);
        },
        async (request, now) => (bool)(await NodeLibraries.CallAsync(verify, new
        {
            secret = Secret,
            headers = request.Headers.ToDictionary(),
            body = Webhooks.Base64(request.Body),
            now = now.ToUnixTimeSeconds(),
        }))!)
    {
        Headers = HeadersOf(prefix),

        // parseInt reads a number, and what stands behind it is not looked at.
        Overlooks = [$"a longer {prefix}-timestamp"],
    };

    private static Task<IssuedRequest> SignByNet(RandomInput input, DateTimeOffset now) => SignByNet(input, now, "webhook");

    private static Task<IssuedRequest> SignByNetAsSvix(RandomInput input, DateTimeOffset now) => SignByNet(input, now, "svix");

    private static Task<IssuedRequest> SignByNet(RandomInput input, DateTimeOffset now, string prefix)
    {
        var (id, body) = ($"msg_{input.Next(int.MaxValue)}", Webhooks.Body(input));
        return Task.FromResult(Request(prefix, id, now, new StandardWebhook(Secret).Sign(id, now, Webhooks.Text(body)), body));
    }

    private static Task<bool> VerifyByNet(IssuedRequest request, DateTimeOffset now) =>
        VerifyByNet(request, WebhookConfigurationOptions.StandardWebhooks);

    private static Task<bool> VerifyByNetAsSvix(IssuedRequest request, DateTimeOffset now) =>
        VerifyByNet(request, WebhookConfigurationOptions.Svix);

    private static Task<bool> VerifyByNet(IssuedRequest request, WebhookConfigurationOptions options)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers) headers[name] = value;
        try
        {
            new StandardWebhook(Secret, options).Verify(Webhooks.Text(request.Body), headers);
            return Task.FromResult(true);
        }
        catch (WebhookVerificationException)
        {
            return Task.FromResult(false);
        }
    }

    private static string[] HeadersOf(string prefix) => [$"{prefix}-id", $"{prefix}-timestamp", $"{prefix}-signature"];

    private static IssuedRequest Request(string prefix, string id, DateTimeOffset now, string signature, string body) => Webhooks.Request(
        body,
        new($"{prefix}-id", id),
        new($"{prefix}-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        new($"{prefix}-signature", signature));
}
