using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SendGrid.Helpers.EventWebhook;
using Stripe;
using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>Stripe, SendGrid and GitHub: <c>stripe</c> of npm, <c>Stripe.net</c>,
/// <c>SendGrid</c> and <c>Octokit.Webhooks</c> of NuGet.</summary>
internal static class WebhookLibraries
{
    private const string Secret = "whsec_5d1c6f0e7f31b2aa5d1c6f0e7f31b2aa";
    private const string StripeHeader = "stripe-signature";
    private const string GitHubHeader = "x-hub-signature-256";
    private const string SendGridSignature = "x-twilio-email-event-webhook-signature";
    private const string SendGridTime = "x-twilio-email-event-webhook-timestamp";
    private const long Tolerance = 300;

    private static readonly ImmutableArray<string> StripeSettings =
        ["Schemes:issued:Preset=stripe", "Keys:0:Id=key-1", $"Keys:0:Value={Secret}"];

    public static ImmutableArray<WebhookLibrary> All { get; } =
    [
        new("stripe", StripeSettings, SignByStripe, VerifyByStripe)
        {
            Headers = [StripeHeader],

            // The platform's decoder of UTF-8 drops the mark.
            Overlooks = ["a byte-order mark"],
        },

        // It reads times of 32 bits.
        new("Stripe.net", StripeSettings, SignByStripe, VerifyByStripeNet) { Headers = [StripeHeader], HasClock = false },
        new(
            "SendGrid",
            [
                "Schemes:issued:Preset=sendgrid", "Keys:0:Id=key-1",
                $"Keys:0:Value={Convert.ToBase64String(TestKeys.P256.ExportSubjectPublicKeyInfo())}",
            ],
            SignAsSendGrid,
            VerifyBySendGrid)
        {
            Headers = [SendGridSignature, SendGridTime],
            HasTolerance = false,
        },
        new(
            "Octokit.Webhooks",
            ["Schemes:issued:Preset=github-webhook", "Keys:0:Id=key-1", $"Keys:0:Value={Secret}"],
            SignAsGitHub,
            (request, _) => GitHubReceiver.AcceptsAsync(request, Secret))
        {
            Headers = [GitHubHeader],
            HasTolerance = false,
        },
    ];

    private static async Task<IssuedRequest> SignByStripe(RandomInput input, DateTimeOffset now)
    {
        var body = Webhooks.Body(input);
        var header = await NodeLibraries.CallAsync(
            "signStripe", new { secret = Secret, time = now.ToUnixTimeSeconds(), body = Webhooks.Base64(body) });
        return Webhooks.Request(body, [new(StripeHeader, (string)header!)]);
    }

    private static async Task<bool> VerifyByStripe(IssuedRequest request, DateTimeOffset now) =>
        (bool)(await NodeLibraries.CallAsync("verifyStripe", new
        {
            secret = Secret,
            header = request.Header(StripeHeader),
            body = Webhooks.Base64(request.Body),
            now = now.ToUnixTimeSeconds(),
        }))!;

    private static Task<bool> VerifyByStripeNet(IssuedRequest request, DateTimeOffset now)
    {
        try
        {
            EventUtility.ValidateSignature(
                Webhooks.Text(request.Body), request.Header(StripeHeader) ?? "", Secret, Tolerance, now.ToUnixTimeSeconds());
            return Task.FromResult(true);
        }
        catch (Exception e) when (e is StripeException or OverflowException or FormatException)
        {
            return Task.FromResult(false);
        }
    }

    private static Task<IssuedRequest> SignAsSendGrid(RandomInput input, DateTimeOffset now)
    {
        var (body, time) = (Webhooks.Body(input), now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        var signature = TestKeys.P256.SignData(
            Webhooks.Bytes(time + body), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Task.FromResult(
            Webhooks.Request(body, new(SendGridSignature, Convert.ToBase64String(signature)), new(SendGridTime, time)));
    }

    private static Task<bool> VerifyBySendGrid(IssuedRequest request, DateTimeOffset now)
    {
        var validator = new RequestValidator();
        var key = validator.ConvertPublicKeyToECDSA(Convert.ToBase64String(TestKeys.P256.ExportSubjectPublicKeyInfo()));
        var (signature, time) = (request.Header(SendGridSignature), request.Header(SendGridTime));
        try
        {
            return Task.FromResult(
                signature is not null && time is not null
                && validator.VerifySignature(key, Webhooks.Text(request.Body), signature, time));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return Task.FromResult(false);
        }
    }

    private static Task<IssuedRequest> SignAsGitHub(RandomInput input, DateTimeOffset now)
    {
        var body = Webhooks.Body(input);
        var hash = HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), Webhooks.Bytes(body));
        return Task.FromResult(
            Webhooks.Request(body, new("x-github-event", "ping"), new(GitHubHeader, $"sha256={Convert.ToHexStringLower(hash)}")));
    }
}
