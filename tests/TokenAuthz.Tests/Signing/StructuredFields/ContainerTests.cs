namespace TokenAuthz.Tests.Signing.StructuredFields;

/// <summary>Lists and dictionaries: the field, and how it is serialized; null where it is ill-formed.</summary>
public static class ContainerTests
{
    public static TheoryData<string, string, string?> Lists => new()
    {
        { "one member", "1", "1" },
        { "members of every type", "1,\"a\",b,:YQ:,?1,@2,1.50,(a \"b\")", "1, \"a\", b, :YQ==:, ?1, @2, 1.5, (a \"b\")" },
        { "blanks and tabs around commas", "1 \t,\t 2", "1, 2" },
        { "a member twice", "a, a", "a, a" },
        { "parameters", "a;x=1, b;y", "a;x=1, b;y" },
        { "nothing", "", "" },
        { "blanks only", "   ", "" },
        { "tabs behind the last member", "1\t", "1" },
        { "a comma at the end", "1,", null },
        { "a comma and a blank at the end", "1, ", null },
        { "a comma at the beginning", ",1", null },
        { "two commas", "1,,2", null },
        { "a comma by itself", ",", null },
        { "no comma", "1 2", null },
        { "a semicolon for a comma", "1; 2", null },
        { "a member with a key", "a=1", null },
        { "an empty inner list", "()", "()" },
        { "blanks in inner lists", "(  ), (  1   2  )", "(), (1 2)" },
        { "parameters of items and of inner lists", "(a;x=1 b;y);z=?1, ();q", "(a;x=1 b;y);z, ();q" },
        { "a closing parenthesis in a string", "(\")\")", "(\")\")" },
        { "an inner list in an inner list", "((1))", null },
        { "an inner list that is not closed", "(1 2", null },
        { "an inner list that is not opened", "1)", null },
        { "a comma in an inner list", "(1, 2)", null },
        { "a tab in an inner list", "(1\t2)", null },
        { "no blank between items", "(\"a\"\"b\")", null },
        { "no blank behind parameters", "(a;x=\"1\"b)", null },
        { "a blank before parameters", "(1) ;a", null },
        { "something behind an inner list", "(1)a", null },
    };

    public static TheoryData<string, string, string?> Dictionaries => new()
    {
        { "members of every type", "a=1,b=\"x\",c=(1 2),d=:YQ==:,e=?0", "a=1, b=\"x\", c=(1 2), d=:YQ==:, e=?0" },
        { "members without values", "a, b;x=1, c=?1;y", "a, b;x=1, c;y" },
        { "blanks and tabs around commas", "a=1 \t,\t b", "a=1, b" },
        { "keys of every kind", "*=1, a_b-c.d*2=3", "*=1, a_b-c.d*2=3" },
        { "nothing", "", "" },
        { "a blank before the equals sign", "a =1", null },
        { "a blank behind the equals sign", "a= 1", null },
        { "nothing behind the equals sign", "a=", null },
        { "nothing behind an equals sign before a comma", "a=, b=1", null },
        { "a key in capitals", "A=1", null },
        { "a key that begins with a digit", "1a=1", null },
        { "a key in quotes", "\"a\"=1", null },
        { "no key", "=1", null },
        { "a comma at the end", "a=1,", null },
        { "a comma at the beginning", ",a=1", null },
        { "two commas", "a=1,,b=2", null },
        { "no comma", "a=1 b=2", null },
        { "two equals signs", "a=b=c", null },
        { "a byte that is not ASCII", "a=\u00e9", null },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public static void Serializes_a_list(string description, string field, string? serialized) =>
        Expect.Equal(serialized, FieldText.Serialize("list", field), description);

    [Theory]
    [MemberData(nameof(Dictionaries))]
    public static void Serializes_a_dictionary(string description, string field, string? serialized) =>
        Expect.Equal(serialized, FieldText.Serialize("dictionary", field), description);

    // A text of which every change is tried has each mark of the grammar in it.
    [Fact]
    public static void Serializes_once_and_for_all_whatever_bytes_come()
    {
        var random = new Random(1);
        const string Marks = "ab10-.=;:\"\\ ?*@%c3,()\t\u00e9";
        foreach (var type in (string[])["item", "list", "dictionary"])
        {
            for (var i = 0; i < 50_000; i++)
            {
                var field = string.Concat(Enumerable.Range(0, random.Next(14)).Select(_ => Marks[random.Next(Marks.Length)]));
                if (FieldText.Serialize(type, field) is not { } serialized) continue;
                Expect.Equal(serialized, FieldText.Serialize(type, serialized), $"the {type} {field}");
                Assert.True(serialized.Length <= (2 * field.Length) + 1, $"{field} became {serialized}");
            }
        }
    }

    [Theory]
    [InlineData("list", "a")]
    [InlineData("list", "(a)")]
    [InlineData("dictionary", "a")]
    [InlineData("dictionary", "a;b;c=:YQ:")]
    public static void Reads_a_long_field_once(string type, string member)
    {
        var field = string.Join(',', Enumerable.Repeat(member, 20_000));

        Assert.Equal(20_000, FieldText.Serialize(type, field)!.Split(", ").Length);
    }
}
