using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Configuration;

public static class SuggestionTests
{
    [Theory]
    [InlineData("two letters swapped", "Sercet", "Secret")]
    [InlineData("a letter missing", "Secre", "Secret")]
    [InlineData("a letter too many", "Secrets", "Secret")]
    [InlineData("another case", "SECRET", "Secret")]
    [InlineData("the nearer of two", "Listener", "Listeners")]
    [InlineData("a short word", "Kyes", "Keys")]
    [InlineData("a third of the letters wrong", "DraimTine", "DrainTime")]
    public static void Names_the_word_that_was_meant(string description, string written, string meant) =>
        Expect.Equal(
            $"did you mean {meant}? ", Suggestion.For(written, ["Keys", "Secret", "Listen", "Listeners", "DrainTime"]), description);

    [Theory]
    [InlineData("another word", "Certificate")]
    [InlineData("more than a third wrong", "Sxxxxt")]
    [InlineData("one letter", "x")]
    public static void Is_silent_when_no_word_is_near(string description, string written) =>
        Expect.Equal("", Suggestion.For(written, ["Keys", "Secret"]), description);

    [Fact]
    public static void Is_silent_when_there_are_no_words() => Assert.Empty(Suggestion.For("Secret", []));
}
