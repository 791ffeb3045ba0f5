using System.Text;
using TokenAuthz.Signing.StructuredFields;

namespace TokenAuthz.Tests.Signing.StructuredFields;

public static class ParameterReaderTests
{
    private const string IllFormed = "ill-formed";

    [Theory]
    [InlineData("nothing", "", "")]
    [InlineData("integers", "a=1;b=-2", "a:Number:1 b:Number:-2")]
    [InlineData("a decimal", "a=1.5", "a:Number:1.5")]
    [InlineData("a string with separators", "a=\"x;y=1,z\";b=2", "a:String:x;y=1,z b:Number:2")]
    [InlineData("escapes in a string", "a=\"x\\\"y\\\\\"", "a:String:x\\\"y\\\\")]
    [InlineData("an escaped quote before a separator", "a=\"x\\\";b=1\";c=2", "a:String:x\\\";b=1 c:Number:2")]
    [InlineData("a token", "a=hmac-sha256;b=*x/y:z", "a:Token:hmac-sha256 b:Token:*x/y:z")]
    [InlineData("bytes", "a=:YQ==:", "a:Bytes:YQ==")]
    [InlineData("truth by itself", "a;b=?0", "a:Boolean:?1 b:Boolean:?0")]
    [InlineData("blanks behind a semicolon and at the ends", " a=1;  b=2 ", "a:Number:1 b:Number:2")]
    [InlineData("keys of every kind", "*a=1;a_b-c.d*2=3", "*a:Number:1 a_b-c.d*2:Number:3")]
    [InlineData("a blank before a semicolon", "a=1 ;b=2", IllFormed)]
    [InlineData("a tab behind a semicolon", "a=1;\tb=2", IllFormed)]
    [InlineData("a blank before the equals sign", "a =1", IllFormed)]
    [InlineData("a blank behind the equals sign", "a= 1", IllFormed)]
    [InlineData("nothing behind the equals sign", "a=", IllFormed)]
    [InlineData("nothing behind a semicolon", "a=1;", IllFormed)]
    [InlineData("two semicolons", "a=1;;b=2", IllFormed)]
    [InlineData("a key in upper case", "A=1", IllFormed)]
    [InlineData("a key that begins with a digit", "1a=1", IllFormed)]
    [InlineData("a comma", "a=1, b=2", IllFormed)]
    [InlineData("a string that is not closed", "a=\"x", IllFormed)]
    [InlineData("a string that ends in a backslash", "a=\"x\\", IllFormed)]
    [InlineData("another escape", "a=\"x\\y\"", IllFormed)]
    [InlineData("a tab in a string", "a=\"x\ty\"", IllFormed)]
    [InlineData("a byte that is not ASCII in a string", "a=\"\u00e9\"", IllFormed)]
    [InlineData("a string behind a string", "a=\"x\"\"y\"", IllFormed)]
    [InlineData("bytes that are not closed", "a=:YQ==", IllFormed)]
    [InlineData("bytes that are no base64", "a=:Y_:", IllFormed)]
    [InlineData("a truth that is none", "a=?2", IllFormed)]
    [InlineData("a question mark", "a=?", IllFormed)]
    [InlineData("an inner list", "a=(1 2)", IllFormed)]
    public static void Reads_what_the_grammar_allows(string description, string text, string expected)
    {
        var reader = new ParameterReader(Encoding.Latin1.GetBytes(text));
        var read = new List<string>();
        while (reader.TryTake(out var key, out var value))
            read.Add($"{Encoding.Latin1.GetString(key)}:{value.Kind}:{Encoding.Latin1.GetString(value.Content)}");

        var result = reader.IsDone ? string.Join(' ', read) : IllFormed;
        Expect.Equal(expected, result, description);
    }

    [Fact]
    public static void Ends_for_any_bytes()
    {
        var random = new Random(1);
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "ab1=;:\"\\ ?*-,("[random.Next(14)]));
            var parameters = new ParameterReader(Encoding.ASCII.GetBytes(text));
            var members = new DictionaryReader(Encoding.ASCII.GetBytes(text));
            var steps = 0;
            while (parameters.TryTake(out _, out _) || members.TryTake(out _, out _)) Assert.True(++steps <= 24, text);
        }
    }
}
