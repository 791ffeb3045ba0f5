using System.Collections.Immutable;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Tests.Webhooks;

/// <summary>The providers that ngrok's traffic policy `verify-webhook` knows have presets of the same names.</summary>
public static class NgrokTests
{
    private static readonly ImmutableArray<string> Identifiers =
    [
        "aftership", "airship", "alchemy", "sns", "autodesk", "bitbucket", "bolt", "box", "brex", "buildkite", "calendly", "castle",
        "chargify", "circleci", "clearbit", "clerk", "coinbase", "contentful", "docusign", "dropbox", "facebook_graph_api",
        "facebook_messenger", "frameio", "github", "gitlab", "go1", "heroku", "hostedhooks", "hubspot", "graphcms", "instagram", "intercom",
        "jira", "launch_darkly", "linear", "mailchimp", "mailgun", "microsoft_teams", "modern_treasury", "mongodb", "mux", "orb", "orbit",
        "pagerduty", "pinwheel", "plivo", "pusher", "sendgrid", "sentry", "shopify", "signal_sciences", "slack", "sonatype", "square",
        "stripe", "svix", "terraform", "tiktok", "trendmicro_conformity", "twilio", "twitter", "typeform", "vmware", "webex", "whatsapp",
        "worldline", "xero", "zendesk", "zoom",
    ];

    private static readonly ImmutableDictionary<string, string> LeftOut = new Dictionary<string, string>
    {
        ["hostedhooks"] = "no public page says which header carries the signature",
        ["orbit"] = "no public page says which header carries the signature",
        ["signal_sciences"] = "no public page says which header carries the signature",
        ["trendmicro_conformity"] = "no public page says which header carries the signature",
        ["mux"] = "the preset mux is that of Mux' signed URLs; the webhooks' is mux-webhook",
    }.ToImmutableDictionary();

    public static TheoryData<string> Names { get; } = [.. Identifiers.Except(LeftOut.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Knows_the_provider_by_the_name_that_ngrok_gives_it(string identifier)
    {
        Assert.True(PresetCatalog.TryFindEntry(identifier, out var entry), identifier);
        Assert.Equal(PresetFile.Webhook, entry.Kind);
    }

    [Fact]
    public static void Leaves_out_only_providers_of_ngrok() => Assert.Empty(LeftOut.Keys.Except(Identifiers));
}
