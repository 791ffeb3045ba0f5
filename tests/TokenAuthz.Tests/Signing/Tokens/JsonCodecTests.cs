using System.Text;

namespace TokenAuthz.Tests.Signing.Tokens;

/// <summary>Fields of JSON: read strictly, because a token that two readers take for two tokens is one that an attacker made.</summary>
public static class JsonCodecTests
{
    private const string Claims = "text json sub=sub exp=number:exp aud=texts:aud cnf/jkt=jkt more=any:more n=integer:n";

    [Theory]
    [InlineData("a text", """{"sub":"a"}""", "sub=a")]
    [InlineData("no field", "{}", "")]
    [InlineData("blanks", " {\t\"sub\" :\r\n\"a\" } ", "sub=a")]
    [InlineData("other names", """{"x":{"sub":"b"},"y":[1,true,null],"sub":"a"}""", "sub=a")]
    [InlineData(
        "escapes", """{"\u0073ub":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}""", "sub=\"\\/\b\f\n\r\t\u00c3\u00a9\u00f0\u009f\u0098\u0080")]
    [InlineData("a number", """{"exp":1.5e3}""", "exp=1.5e3")]
    [InlineData("a negative number", """{"exp":-0}""", "exp=-0")]
    [InlineData("a whole number", """{"n":12}""", "n=12")]
    [InlineData("a member of a member", """{"cnf":{"jkt":"a","x":1}}""", "jkt=a")]
    [InlineData("one text for a list", """{"aud":"a"}""", "aud=a")]
    [InlineData("a list of texts", """{"aud":["a","b\u0063"]}""", "aud=a|bc")]
    [InlineData("an empty list", """{"aud":[]}""", "aud=")]
    [InlineData("any value", """{"more":{"a":[1]},"sub":"a"}""", "more={\"a\":[1]} sub=a")]
    [InlineData("true", """{"more":true}""", "more=true")]
    [InlineData("32 levels", """{"x":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""", "")]
    public static void Reads(string description, string json, string fields) =>
        Assert.True(fields == ItemReading.Read(Claims, json), $"{description}: {ItemReading.Read(Claims, json)}");

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("a list", "[]")]
    [InlineData("a text", "\"a\"")]
    [InlineData("a name twice", """{"sub":"a","sub":"a"}""")]
    [InlineData("a name twice, once with an escape", """{"sub":"a","s\u0075b":"b"}""")]
    [InlineData("an unknown name twice", """{"x":1,"x":1}""")]
    [InlineData("a name twice in a list in an object", """{"x":[{"y":1,"z":2,"y":1}]}""")]
    [InlineData("trailing bytes", """{"sub":"a"}x""")]
    [InlineData("a second object", """{"sub":"a"}{}""")]
    [InlineData("a trailing zero byte", "{\"sub\":\"a\"}\0")]
    [InlineData("a byte-order mark", "\ufeff{}")]
    [InlineData("a comment", """{/**/"sub":"a"}""")]
    [InlineData("a trailing comma", """{"sub":"a",}""")]
    [InlineData("a trailing comma in a list", """{"aud":["a",]}""")]
    [InlineData("no comma", """{"sub":"a" "x":1}""")]
    [InlineData("single quotes", """{'sub':'a'}""")]
    [InlineData("a name without quotes", """{sub:"a"}""")]
    [InlineData("no end", """{"sub":"a" """)]
    [InlineData("a number for a text", """{"sub":1}""")]
    [InlineData("null for a text", """{"sub":null}""")]
    [InlineData("a text for a number", """{"exp":"1"}""")]
    [InlineData("a list with a number", """{"aud":["a",1]}""")]
    [InlineData("a list in a list", """{"aud":[["a"]]}""")]
    [InlineData("an object for a list", """{"aud":{}}""")]
    [InlineData("a text for an object", """{"cnf":"a"}""")]
    [InlineData("a zero byte in a text", """{"sub":"a\u0000"}""")]
    [InlineData("a zero byte in a list", """{"aud":["a\u0000b"]}""")]
    [InlineData("a line end in a text", "{\"sub\":\"a\nb\"}")]
    [InlineData("an unknown escape", """{"sub":"\x41"}""")]
    [InlineData("a short escape", """{"sub":"\u004"}""")]
    [InlineData("half of a pair", """{"sub":"\ud83d"}""")]
    [InlineData("half of a pair, elsewhere", """{"x":"\ude00\ud83d"}""")]
    [InlineData("a leading zero", """{"exp":01}""")]
    [InlineData("a plus sign", """{"exp":+1}""")]
    [InlineData("a point without digits", """{"exp":1.}""")]
    [InlineData("an exponent without digits", """{"exp":1e}""")]
    [InlineData("a number that is none", """{"exp":NaN}""")]
    [InlineData("a sign alone", """{"x":-}""")]
    [InlineData("a fraction for a whole number", """{"n":1.0}""")]
    [InlineData("an exponent for a whole number", """{"n":1e1}""")]
    [InlineData("a sign for a whole number", """{"n":-1}""")]
    [InlineData("an unknown word", """{"x":True}""")]
    [InlineData("33 levels", """{"x":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}""")]
    public static void Denies(string description, string json) =>
        Assert.True(ItemReading.Read(Claims, json) == "denied", $"{description}: {ItemReading.Read(Claims, json)}");

    [Theory]
    [InlineData("a byte of another encoding", 0xe9)]
    [InlineData("a byte that never is", 0xff)]
    public static void Denies_what_is_no_utf_8(string description, byte value) =>
        Assert.True(ItemReading.Read(Claims, [.. """{"x":" """u8, value, .. "\"}"u8]) is null, description);

    [Theory]
    [InlineData("""{"a":"1","l":["2"]}""", "a=1 b=2")]
    [InlineData("""{"a":"1"}""", "a=1")]
    [InlineData("""{"a":"1","x":1}""", "denied")]
    [InlineData("""{"l":["2","3"]}""", "denied")]
    [InlineData("""{"l":[]}""", "denied")]
    [InlineData("""{"l":{"0":"2"}}""", "denied")]
    public static void Denies_other_names_where_it_is_closed(string json, string fields) =>
        Assert.Equal(fields, ItemReading.Read("text json! a=a l/0=b", json));

    [Theory]
    [InlineData("text json l/1/a=a", """{"l":[{"a":"0"},{"a":"1"},2]}""", "a=1")]
    [InlineData("text json l/1/a=a", """{"l":[]}""", "")]
    [InlineData("text json l/%30=a", """{"l":{"0":"1"}}""", "a=1")]
    [InlineData("text json https:%2F%2Fexample.com%2Frole=a", """{"https://example.com/role":"1"}""", "a=1")]
    [InlineData("text json a=a!", """{"b":"1"}""", "denied")]
    [InlineData("text json crit=forbidden", """{"crit":["b64"]}""", "forbidden=[\"b64\"]")]
    public static void Follows_names_and_places(string item, string json, string fields) =>
        Assert.Equal(fields, ItemReading.Read(item, json));

    [Theory]
    [InlineData("text json a=a a=b", "'a' is there twice")]
    [InlineData("text json a=a a/b=b", "'a' is there twice")]
    [InlineData("text json l/0=a l/x=b", "'l' has names and numbers")]
    [InlineData("text json a", "'a' is not NAME=FIELD")]
    [InlineData("text json %=a", "'%' is no name of JSON")]
    [InlineData("text json a=A", "'A' is not a field's name")]
    public static void Refuses(string item, string message) => Assert.Contains(
        message, Assert.Throws<FormatException>(() => ItemReading.Read(item, "{}")).Message, StringComparison.Ordinal);

    [Fact]
    public static void Bounds_the_names_of_an_object()
    {
        Assert.Equal("", ItemReading.Read(Claims, Object(256)));
        Assert.Equal("denied", ItemReading.Read(Claims, Object(257)));
        Assert.Equal("", ItemReading.Read(Claims, $"{{\"x\":[{Object(200)},{Object(200)}]}}"));

        static string Object(int count) => $"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\":{i}"))}}}";
    }

    [Fact]
    public static void Bounds_decoded_texts_and_keeps_them_where_they_are()
    {
        Assert.Equal($"sub={new string('a', 60_000)}", ItemReading.Read(Claims, $"{{\"sub\":\"{new string('a', 60_000)}\"}}"));
        Assert.Equal($"sub={new string('a', 9_999)}\t", ItemReading.Read(Claims, $"{{\"sub\":\"{new string('a', 9_999)}\\t\"}}"));
        Assert.Equal($"sub={new string('a', 70_000)}\t", ItemReading.Read(Claims, $"{{\"sub\":\"{new string('a', 70_000)}\\t\"}}"));
        var large = string.Concat(Enumerable.Repeat("\\t", 40_000));
        Assert.Equal("denied", ItemReading.Read(Claims, $"{{\"sub\":\"{large}\",\"aud\":\"{large}\"}}"));
        Assert.Equal(
            $"aud={new string('a', 1000)}|b sub=\t",
            ItemReading.Read(Claims, $"{{\"sub\":\"\\t\",\"aud\":[\"{new string('a', 1000)}\",\"b\"]}}"));
    }

    [Fact]
    public static void Takes_bounded_time_for_long_texts()
    {
        var names = Encoding.UTF8.GetBytes($"{{\"x\":[{string.Join(',', Enumerable.Repeat("{\"a\":{\"b\":0}}", 70_000))}]}}");
        var time = System.Diagnostics.Stopwatch.StartNew();

        Assert.NotNull(ItemReading.Read(Claims, names));
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(1), $"{time.Elapsed}");
    }

    [Fact]
    public static void Writes_what_it_reads()
    {
        var json = ItemReading.Write(Claims, ("sub", "a\"é\t"), ("exp", "1.5"), ("aud", "a|b"), ("jkt", "x"), ("more", "[true]"));

        Assert.Equal("""{"sub":"a\"é\t","exp":1.5,"aud":["a","b"],"cnf":{"jkt":"x"},"more":[true]}""", json);
        Assert.Equal("aud=a|b exp=1.5 jkt=x more=[true] sub=a\"Ã©\t", ItemReading.Read(Claims, json));
        Assert.Equal("""{"l":["b"]}""", ItemReading.Write("text json! a=a l/0=b", ("b", "b")));
    }
}
