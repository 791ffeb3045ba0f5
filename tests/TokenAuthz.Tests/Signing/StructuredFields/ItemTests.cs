namespace TokenAuthz.Tests.Signing.StructuredFields;

/// <summary>Items: the field, and how it is serialized; null where it is ill-formed.</summary>
public static class ItemTests
{
    public static TheoryData<string, string, string?> Numbers => new()
    {
        { "an integer", "42", "42" },
        { "a negative one", "-42", "-42" },
        { "zero", "0", "0" },
        { "zero with a sign", "-0", "0" },
        { "leading zeros", "-0042", "-42" },
        { "fifteen digits", "999999999999999", "999999999999999" },
        { "fifteen digits and a sign", "-999999999999999", "-999999999999999" },
        { "sixteen digits", "1000000000000000", null },
        { "sixteen digits, most of them zeros", "0000000000000001", null },
        { "a plus sign", "+1", null },
        { "a sign by itself", "-", null },
        { "two signs", "--1", null },
        { "a sign behind a digit", "4-2", null },
        { "a letter behind a digit", "4a", null },
        { "hex", "0x1", null },
        { "a blank between digits", "4 2", null },
        { "a comma", "4,2", null },
        { "a decimal", "4.5", "4.5" },
        { "a negative decimal", "-4.5", "-4.5" },
        { "zeros around a decimal", "004.500", "4.5" },
        { "a whole decimal", "1.0", "1.0" },
        { "zero as a decimal", "-0.000", "0.0" },
        { "almost zero", "-0.001", "-0.001" },
        { "the longest decimal", "123456789012.123", "123456789012.123" },
        { "thirteen digits before the point", "1234567890123.1", null },
        { "four digits behind the point", "1.1234", null },
        { "four zeros behind the point", "1.0000", null },
        { "nothing behind the point", "1.", null },
        { "nothing before the point", ".5", null },
        { "two points", "1.5.4", null },
        { "an exponent", "1e3", null },
    };

    public static TheoryData<string, string, string?> Strings => new()
    {
        { "a string", "\"text\"", "\"text\"" },
        { "an empty one", "\"\"", "\"\"" },
        { "blanks in it", "\"  a  b \"", "\"  a  b \"" },
        { "separators in it", "\"a;b=c,(d)\"", "\"a;b=c,(d)\"" },
        { "an escaped quote", "\"a\\\"b\"", "\"a\\\"b\"" },
        { "an escaped backslash", "\"a\\\\\"", "\"a\\\\\"" },
        { "another escape", "\"a\\nb\"", null },
        { "an escape at its end", "\"a\\\"", null },
        { "a backslash at the end of the field", "\"a\\", null },
        { "no closing quote", "\"a", null },
        { "a quote by itself", "\"", null },
        { "single quotes", "'a'", null },
        { "a tab", "\"a\tb\"", null },
        { "a line feed", "\"a\nb\"", null },
        { "a delete", "\"a\u007fb\"", null },
        { "a byte that is not ASCII", "\"\u00e9\"", null },
        { "a string behind it", "\"a\"\"b\"", null },
    };

    public static TheoryData<string, string, string?> Words => new()
    {
        { "a token", "abc", "abc" },
        { "capitals", "aBC", "aBC" },
        { "every byte of a token", "*!#$%&'*+-.^_`|~:/0aZ", "*!#$%&'*+-.^_`|~:/0aZ" },
        { "a token that begins with a digit is a number with rubbish behind", "1a", null },
        { "a token that begins with an underscore", "_a", null },
        { "an equals sign in a token", "a=b", null },
        { "two tokens", "a b", null },
        { "a byte that is not ASCII", "a\u00e9", null },
        { "true", "?1", "?1" },
        { "false", "?0", "?0" },
        { "another truth", "?2", null },
        { "a truth by its name", "?true", null },
        { "a question mark", "?", null },
        { "two digits of truth", "?10", null },
        { "a date", "@1659578233", "@1659578233" },
        { "a date before 1970", "@-5", "@-5" },
        { "a date with zeros", "@-000", "@0" },
        { "a date of sixteen digits", "@1000000000000000", null },
        { "a date with a fraction", "@1.5", null },
        { "a date without digits", "@", null },
        { "a date in words", "@now", null },
        { "a date in quotes", "@\"1\"", null },
    };

    public static TheoryData<string, string, string?> Bytes => new()
    {
        { "bytes", ":aGVsbG8=:", ":aGVsbG8=:" },
        { "none", "::", "::" },
        { "two bytes of padding", ":YQ==:", ":YQ==:" },
        { "no padding", ":YQ:", ":YQ==:" },
        { "no padding of one", ":aGVsbG8:", ":aGVsbG8=:" },
        { "half of the padding", ":YQ=:", null },
        { "too much padding", ":aGVsbG8==:", null },
        { "padding of nothing", ":=:", null },
        { "padding of a whole group", ":YWJj====:", null },
        { "padding in front", ":=YQ=:", null },
        { "padding between", ":Y=Q=:", null },
        { "unused bits of one byte", ":YR==:", null },
        { "unused bits of two bytes", ":aGVsbG9=:", null },
        { "unused bits without padding", ":YR:", null },
        { "a letter too much", ":YWJjY:", null },
        { "the alphabet of URLs", ":_-8=:", null },
        { "both other characters", ":+/8=:", ":+/8=:" },
        { "a blank", ":YQ ==:", null },
        { "no closing colon", ":YQ==", null },
        { "a colon by itself", ":", null },
        { "a byte that is not ASCII", ":\u00e9Q==:", null },
    };

    public static TheoryData<string, string, string?> DisplayStrings => new()
    {
        { "ASCII", "%\"foo bar\"", "%\"foo bar\"" },
        { "empty", "%\"\"", "%\"\"" },
        { "two bytes", "%\"f%c3%bc\"", "%\"f%c3%bc\"" },
        { "four bytes", "%\"%f0%9f%98%80!\"", "%\"%f0%9f%98%80!\"" },
        { "an escaped quote and percent sign", "%\"%22%25\"", "%\"%22%25\"" },
        { "a needless escape", "%\"%61\"", "%\"a\"" },
        { "an escaped line feed", "%\"%0a%7f\"", "%\"%0a%7f\"" },
        { "capital hex", "%\"%C3%BC\"", null },
        { "one capital", "%\"%c3%bC\"", null },
        { "half an escape", "%\"%c\"", null },
        { "no hex", "%\"%zz\"", null },
        { "a percent sign by itself", "%", null },
        { "a percent sign at the end", "%\"a%", null },
        { "no closing quote", "%\"a", null },
        { "no quotes", "%a", null },
        { "a bare byte that is not ASCII", "%\"\u00e9\"", null },
        { "a tab", "%\"\t\"", null },
        { "half a character", "%\"%c3\"", null },
        { "half a character before another", "%\"%c3a\"", null },
        { "a byte that begins nothing", "%\"%bc\"", null },
        { "an overlong character", "%\"%c0%80\"", null },
        { "half of a pair of UTF-16", "%\"%ed%a0%80\"", null },
        { "beyond Unicode", "%\"%f5%80%80%80\"", null },
    };

    public static TheoryData<string, string, string?> Parameters => new()
    {
        {
            "parameters of every type",
            "1;a;b=2;c=\"x\";d=y;e=:YQ==:;f=?0;g=@3;h=%\"z\"",
            "1;a;b=2;c=\"x\";d=y;e=:YQ==:;f=?0;g=@3;h=%\"z\""
        },
        { "a parameter that is true", "1;a=?1;b", "1;a;b" },
        { "blanks behind semicolons", "1;  a=1; b", "1;a=1;b" },
        { "keys of every kind", "1;*a_b-c.d*2=3;a", "1;*a_b-c.d*2=3;a" },
        { "numbers", "1;a=-01.50", "1;a=-1.5" },
        { "blanks around the field", "  1;a  ", "1;a" },
        { "a tab before the field", "\t1", null },
        { "a tab behind the field", "1\t", null },
        { "a tab behind a semicolon", "1;\ta", null },
        { "a blank before a semicolon", "1 ;a", null },
        { "blanks around the equals sign", "1;a =1", null },
        { "a blank behind the equals sign", "1;a= 1", null },
        { "nothing behind the equals sign", "1;a=", null },
        { "nothing behind a semicolon", "1;", null },
        { "two semicolons", "1;;a", null },
        { "a key in capitals", "1;A", null },
        { "a key that begins with a digit", "1;1a", null },
        { "a list as a value", "1;a=(1)", null },
        { "nothing", "", null },
        { "blanks only", "  ", null },
        { "a zero byte", "\0", null },
        { "a list of two", "1, 2", null },
        { "an inner list", "(1)", null },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    [MemberData(nameof(Strings))]
    [MemberData(nameof(Words))]
    [MemberData(nameof(Bytes))]
    [MemberData(nameof(DisplayStrings))]
    [MemberData(nameof(Parameters))]
    public static void Serializes_an_item(string description, string field, string? serialized) =>
        Expect.Equal(serialized, FieldText.Serialize("item", field), description);
}
