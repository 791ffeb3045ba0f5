using System.Collections.Immutable;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Issuers.Libraries;

namespace TokenAuthz.Issuers;

/// <summary>Every library, and every way in which it signs.</summary>
internal static class AllIssuers
{
    public static ImmutableArray<Issuer> List { get; } =
    [
        .. AwsSdkNet.Issuers, .. AwsForNode.Issuers, .. GoogleStorage.Issuers, .. AzureStorage.Issuers, .. CloudFrontSigner.Issuers,
        .. WebTokens.Issuers, .. HttpMessageSignatures.Issuers, .. WebBotAuth.Issuers, .. ClassicSignatures.Issuers,
        .. CavageSignatures.Issuers, .. CloudApis.Issuers, .. MediaUrls.Issuers, .. ServiceBus.Issuers,
        .. AkamaiTokens.Issuers, .. PasetoTokens.Issuers,
    ];

    /// <summary>Every library that verifies webhooks.</summary>
    public static ImmutableArray<WebhookLibrary> WebhookLibraries { get; } =
        [.. StandardWebhookLibraries.All, .. Libraries.WebhookLibraries.All, .. TwilioLibraries.All];

    /// <summary>Every library that verifies.</summary>
    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        .. WebTokens.Verifiers, .. HttpMessageSignatures.Verifiers, .. CavageSignatures.Verifiers, .. AwsVerifiers.Verifiers,
        .. HeaderVerifiers.Verifiers, .. ServiceBus.Verifiers, .. PasetoTokens.Verifiers,
        .. GoogleStorage.Verifiers, .. AzureStorage.Verifiers,
    ];
}
