using TokenAuthz.Signing;

namespace TokenAuthz.Tests;

/// <summary>docs/troubleshooting.md explains every deny reason.</summary>
public static class TroubleshootingPageTests
{
    [Fact]
    public static void Lists_every_reason_and_no_other() => Assert.Equal(
        DenyReasons.All.Select(reason => reason.Code()).Order(StringComparer.Ordinal),
        MarkdownTable.Names("docs/troubleshooting.md", "reason").Order(StringComparer.Ordinal));
}
