using TokenAuthz.Listeners;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests;

/// <summary>docs/gateways.md lists the kinds of gateways, and what each reads.</summary>
public static class GatewaysPageTests
{
    private const string Page = "docs/gateways.md";

    [Fact]
    public static void Lists_what_every_kind_reads() => GeneratedPage.AssertHas(
        Page,
        [
            "| kind | method | target | host | client's address |",
            "| --- | --- | --- | --- | --- |",
            .. ListenerKind.All.Select(
                kind => $"| `{kind.Name}` | {Method(kind)} | {Target(kind)} | {Host(kind)} | {ClientAddress(kind)} |"),
        ]);

    [Fact]
    public static void Lists_a_gateway_of_every_kind() =>
        Assert.Empty(
            ListenerKind.All.Select(kind => kind.Name)
                .Except(MarkdownTable.Read(Page, "gateway").SelectMany(row => MarkdownTable.Words(row[1]))));

    private static string Method(ListenerKind kind) => Header(kind.MethodHeader) ?? ItsOwn(kind, "method");

    private static string Target(ListenerKind kind) => Header(kind.TargetHeader) is { } header
        ? header + (kind.HostHeader is null ? ", a URL" : kind.SendsDecodedPath ? ", decoded" : "")
        : ItsOwn(kind, "path");

    private static string Host(ListenerKind kind) =>
        (Header(kind.HostHeader) ?? (kind.IsForwarded ? "from the URL" : ItsOwn(kind, "host")))
        + (kind.ServedUrlHeader is { } served ? $", if `{served.Text}` names the same" : "");

    private static string ClientAddress(ListenerKind kind) => Header(kind.ClientAddressHeader)
        ?? "the header of `ClientAddressHeader`" + (kind.IsGrpc ? "; without it Envoy's peer, `attributes.source`" : "");

    private static string ItsOwn(ListenerKind kind, string part) =>
        kind.IsGrpc ? $"`attributes.request.http.{part}`" : part == "host" ? "`Host`" : "the check's own";

    private static string? Header(HeaderName? name) => name is null ? null : $"`{name.Text}`";
}
