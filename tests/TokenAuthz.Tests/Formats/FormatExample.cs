namespace TokenAuthz.Tests.Formats;

/// <summary>An example of docs/formats.md.</summary>
/// <param name="Json">The configuration.</param>
/// <param name="Request">The request.</param>
/// <param name="Remark">What the page says below it.</param>
internal sealed record FormatExample(string Json, string Request, string Remark);
