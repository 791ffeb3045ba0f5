namespace TokenAuthz.Testing;

/// <summary>Assertions that name the row of a table, or show what else is known, when they fail.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual, string context) =>
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{context}\nExpected: {expected}\nActual:   {actual}");

    public static void Contains(string expected, string? actual, string context) =>
        Assert.True(actual?.Contains(expected, StringComparison.Ordinal), $"{context}\nExpected in it: {expected}\nActual: {actual}");
}
