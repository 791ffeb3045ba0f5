using System.Text;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Keys;

/// <summary>The cache gives back what was put in for a key and two texts, and stays as small as it is.</summary>
public static class KeyedCacheTests
{
    private static readonly Key First = new("k", "0123456789abcdef"u8);
    private static readonly Key Second = new("k", "0123456789abcdef"u8);

    [Fact]
    public static void Gives_a_value_for_its_key_and_texts_only()
    {
        var cache = new KeyedCache<string>(16);
        cache.Add(First, "ab"u8, "c"u8, "value");

        Assert.Equal("value", cache.Find(First, "ab"u8, "c"u8));
        Assert.Null(cache.Find(Second, "ab"u8, "c"u8));
        Assert.Null(cache.Find(First, "a"u8, "bc"u8));
        Assert.Null(cache.Find(First, "abc"u8, ""u8));
        Assert.Null(cache.Find(First, "ab"u8, "d"u8));
    }

    [Fact]
    public static void Keeps_no_more_entries_than_it_has()
    {
        var cache = new KeyedCache<string>(4);
        string[] texts = [.. Enumerable.Range(0, 1000).Select(i => $"text {i}")];
        foreach (var text in texts) cache.Add(First, Encoding.ASCII.GetBytes(text), ""u8, text);

        Assert.InRange(texts.Count(text => cache.Find(First, Encoding.ASCII.GetBytes(text), ""u8) == text), 1, 16);
    }

    [Fact]
    public static void Keeps_no_long_texts()
    {
        var cache = new KeyedCache<string>(4);
        var text = new byte[KeyedCache<string>.MaxSize];
        cache.Add(First, text, "x"u8, "too long");
        cache.Add(First, text, ""u8, "just right");

        Assert.Null(cache.Find(First, text, "x"u8));
        Assert.Equal("just right", cache.Find(First, text, ""u8));
    }

    [Fact]
    public static void Allocates_nothing_to_find()
    {
        var cache = new KeyedCache<string>(4);
        cache.Add(First, "ab"u8, "c"u8, "value");
        _ = cache.Find(First, "ab"u8, "c"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++) _ = cache.Find(First, "ab"u8, i % 2 == 0 ? "c"u8 : "d"u8);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
