using System.Text.RegularExpressions;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Finds the preset of a provider of webhooks as files of vectors name it.</summary>
internal static partial class WebhookProviders
{
    // Names that are not those of a preset, and those of providers with several formats.
    private static readonly Dictionary<string, string> Presets = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Alipay+, Antom"] = "antom",
        ["Amazon SNS"] = "sns",
        ["Atlassian Jira / Bitbucket Cloud"] = "jira",
        ["DocuSign Connect"] = "docusign",
        ["Facebook, Instagram, Messenger, WhatsApp"] = "meta",
        ["GitHub (legacy SHA-1), Intercom, WebSub"] = "websub",
        ["Mandrill (Mailchimp Transactional)"] = "mandrill",
        ["MessageBird (legacy)"] = "messagebird-legacy",
        ["monday.com"] = "monday",
        ["Mux"] = "mux-webhook",
        ["Plivo V2"] = "plivo-v2",
        ["Plivo V3"] = "plivo",
        ["Plivo V3 (GET)"] = "plivo",
        ["Recharge (legacy)"] = "recharge-legacy",
        ["Sinch (Numbers)"] = "sinch-numbers",
        ["Sinch (Voice, Verification)"] = "sinch-voice",
        ["Sonatype Nexus"] = "sonatype",
        ["Standard Webhooks, asymmetric (v1a)"] = "standard-webhooks-ed25519",
        ["Twitch EventSub"] = "twitch",
        ["Upstash QStash"] = "qstash",
        ["VMware Workspace ONE, Postmark, Chargebee, Pipedrive, Azure DevOps (Basic)"] = "vmware",
        ["Walmart Marketplace"] = "walmart",
        ["WeChat official account"] = "wechat",
        ["WeChat Pay v3"] = "wechatpay-v3",
    };

    // What the vectors of a provider do not say.
    private static readonly Dictionary<string, Dictionary<string, object>> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PayPal"] = new() { ["Let"] = new Dictionary<string, string> { ["webhook_id"] = "WHID1" } },
    };

    /// <summary>The settings of the preset that the vectors of a provider need.</summary>
    public static Dictionary<string, object> SettingsOf(string provider) => Settings.GetValueOrDefault(provider) ?? [];

    /// <summary>The preset of a provider.</summary>
    /// <exception cref="InvalidDataException">No preset is known for it.</exception>
    public static string PresetOf(string provider)
    {
        if (Presets.TryGetValue(provider, out var preset)) return preset;
        if (PresetCatalog.Entries.FirstOrDefault(entry => Is(entry.Provider, provider)) is { } entry) return entry.Name;
        var name = Remark().Replace(provider, "");
        return PresetCatalog.Entries.FirstOrDefault(entry => Is(entry.Provider, name))?.Name
            ?? (PresetCatalog.TryFind(NotInNames().Replace(name, "-").ToLowerInvariant(), out var found) ? found.Name : null)
            ?? throw new InvalidDataException($"no preset is that of {provider}: add it to {nameof(WebhookProviders)}");
    }

    private static bool Is(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // What follows the first name: Convoy (same format as Stripe), Lark / Feishu, Gitea, Forgejo.
    [GeneratedRegex(@" [(/].*|,.*")]
    private static partial Regex Remark();

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
