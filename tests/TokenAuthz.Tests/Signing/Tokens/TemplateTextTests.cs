using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Tests.Signing.Tokens;

public static class TemplateTextTests
{
    [Theory]
    [InlineData("a{b}c", "a<b>c")]
    [InlineData("{a}{b}", "<a><b>")]
    [InlineData("{{a}}", "{a}")]
    [InlineData("{{{a}}}", "{<a>}")]
    [InlineData("{{\"Time\":{expires}}}}}", "{\"Time\":<expires>}}")]
    [InlineData("", "")]
    public static void Tells_fields_from_literal_braces(string template, string expected) =>
        Assert.Equal(expected, string.Concat(TemplateText.Split(template).Select(piece => piece.IsField ? $"<{piece.Text}>" : piece.Text)));

    [Theory]
    [InlineData("{a}}")]
    [InlineData("a}")]
    [InlineData("{{a}")]
    [InlineData("{a")]
    [InlineData("{}")]
    public static void Refuses_braces_without_their_other(string template) =>
        Assert.Throws<FormatException>(() => TemplateText.Split(template).ToList());
}
