namespace TokenAuthz.Tests.Webhooks;

/// <summary>docs/webhooks.md lists the presets of webhooks as their files are.</summary>
public static class WebhooksPageTests
{
    private const string Page = "docs/webhooks.md";

    [Fact]
    public static void Lists_every_provider() => GeneratedPage.AssertHas(Page, [.. WebhooksPage.Table]);

    [Fact]
    public static void Says_what_is_to_be_known_of_single_ones() => GeneratedPage.AssertHasBlock(Page, "remarks", WebhooksPage.Remarks);
}
