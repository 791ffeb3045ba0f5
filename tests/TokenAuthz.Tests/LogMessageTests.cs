namespace TokenAuthz.Tests;

/// <summary>What log messages may hold: a native build keeps no properties that only a log would read.</summary>
public static class LogMessageTests
{
    [Fact]
    public static void Takes_no_object_apart_in_a_log_message() =>
        Assert.DoesNotContain(Repository.Find("src", "*.cs"), file => Repository.Read(file).Contains("{@", StringComparison.Ordinal));
}
