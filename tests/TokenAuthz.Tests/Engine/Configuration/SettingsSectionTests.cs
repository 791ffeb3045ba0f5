using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Configuration;

public sealed class SettingsSectionTests
{
    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    [Fact]
    public void Gives_the_default_and_no_error_when_a_setting_is_absent()
    {
        var section = Read("Other=1");

        Assert.Null(section.Text("A"));
        Assert.Null(section.Secret("A"));
        Assert.Null(section.Name("A"));
        Assert.Null(section.Instant("A"));
        Assert.True(section.Bool("A", whenAbsent: true));
        Assert.False(section.Bool("A"));
        Assert.Null(section.Number("A", 0, 9));
        Assert.Equal(TimeSpan.FromSeconds(7), section.Duration("A", TimeSpan.FromSeconds(7), TimeSpan.Zero, TimeSpan.MaxValue));
        Assert.Equal("red", section.Choice("A", "red", "red", "blue"));
        Assert.Empty(section.List("A"));
        Assert.False(section.Has("A"));
        Assert.Empty(_errors);
    }

    [Fact]
    public void Reads_each_type()
    {
        var section = Read("Text= a b ", "Name=A.b-c_9", "Flag=TRUE", "Number=9", "Duration=00:01:30", "Choice=BLUE", "Below:Text=x");

        Assert.Equal(" a b ", section.Text("Text"));
        Assert.Equal(" a b ", section.Secret("Text"));
        Assert.Equal("A.b-c_9", section.Name("Name"));
        Assert.True(section.Bool("Flag"));
        Assert.Equal(9, section.Number("Number", 0, 9));
        Assert.Equal(TimeSpan.FromSeconds(90), section.Duration("Duration", default, TimeSpan.Zero, TimeSpan.FromSeconds(90)));
        Assert.Equal("blue", section.Choice("Choice", "red", "red", "blue"));
        Assert.Equal("x", section.Section("Below").Text("Text"));
        Assert.True(section.Has("Below"));
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("2027-02-01T00:00:00Z", "2027-02-01T00:00:00+00:00")]
    [InlineData("2027-02-01T01:30:00+01:30", "2027-02-01T00:00:00+00:00")]
    [InlineData("2027-02-01T00:00:00.25-05:00", "2027-02-01T05:00:00.25+00:00")]
    public void Reads_an_instant(string written, string meant)
    {
        Assert.Equal(DateTimeOffset.Parse(meant, System.Globalization.CultureInfo.InvariantCulture), Read("At=" + written).Instant("At"));
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("no offset", "2027-02-01T00:00:00")]
    [InlineData("a day", "2027-02-01")]
    [InlineData("a day and an offset", "2027-02-01Z")]
    [InlineData("another order", "02/01/2027 00:00:00Z")]
    [InlineData("a day that there is not", "2027-02-29T00:00:00Z")]
    [InlineData("an hour that there is not", "2027-02-01T24:00:01Z")]
    [InlineData("words", "tomorrow")]
    public void Rejects_an_instant_that_could_mean_another(string description, string written)
    {
        Assert.True(Read("At=" + written).Instant("At") is null, description);
        Assert.Equal(
            $"TokenAuthz:At = \"{written}\": write an instant with its offset, such as 2027-02-01T00:00:00Z",
            Assert.Single(_errors).ToString());
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("truee")]
    public void Rejects_a_flag_that_is_neither_true_nor_false(string written)
    {
        Assert.False(Read("A=" + written).Bool("A"));
        Assert.Equal($"TokenAuthz:A = \"{written}\": write true or false", Assert.Single(_errors).ToString());
    }

    [Theory]
    [InlineData("2")]
    [InlineData("10")]
    [InlineData("-3")]
    [InlineData("3.5")]
    [InlineData("1e1")]
    [InlineData("99999999999999999999")]
    public void Rejects_a_number_outside_its_limits(string written)
    {
        Assert.Null(Read("A=" + written).Number("A", 3, 9));
        Assert.Equal($"TokenAuthz:A = \"{written}\": write a whole number from 3 to 9", Assert.Single(_errors).ToString());
    }

    [Theory]
    [InlineData("a bare number, which .NET takes for days", "1")]
    [InlineData("a unit", "10s")]
    [InlineData("below the least", "00:00:00.9")]
    [InlineData("above the most", "00:01:01")]
    [InlineData("a negative one", "-00:00:10")]
    public void Rejects_a_duration_that_is_none_or_outside_its_limits(string description, string written)
    {
        var read = Read("A=" + written).Duration("A", TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

        Expect.Equal(TimeSpan.FromSeconds(2), read, description);
        Assert.Equal(
            $"TokenAuthz:A = \"{written}\": write a time as hh:mm:ss, from 00:00:01 to 00:01:00", Assert.Single(_errors).ToString());
    }

    [Fact]
    public void Reads_what_is_at_a_limit()
    {
        var name = new string('a', 64);
        var section = Read("Least=3", "Most=9", "Short=00:00:01", "Long=00:01:00", $"Name={name}", "Letter=a");

        Assert.Equal((3, 9), (section.Number("Least", 3, 9), section.Number("Most", 3, 9)));
        Assert.Equal(
            (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            (Duration(section, "Short"), Duration(section, "Long")));
        Assert.Equal((name, "a"), (section.Name("Name"), section.Name("Letter")));
        Assert.Empty(_errors);

        static TimeSpan Duration(SettingsSection section, string name) =>
            section.Duration(name, TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("a space", "a b")]
    [InlineData("a letter outside ASCII", "caf\u00e9")]
    [InlineData("a line end", "a\n")]
    [InlineData("a quote, which would end a label", "a\"")]
    [InlineData("65 letters", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Rejects_a_name_that_fits_no_label(string description, string written)
    {
        Assert.True(Read("A=" + written).Name("A") is null, description);
        Assert.StartsWith($"TokenAuthz:A = \"{written}\": a name has letters", Assert.Single(_errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_the_nearest_word_when_none_of_a_choice_is_written()
    {
        Assert.Equal("red", Read("A=bleu").Choice("A", "red", "red", "blue"));
        Assert.Equal("TokenAuthz:A = \"bleu\": did you mean blue? write one of red, blue", Assert.Single(_errors).ToString());
    }

    [Fact]
    public void Rejects_what_is_empty()
    {
        var section = Read("Text=", "Flag=", "Secret=");

        Assert.Equal((null, null, false), (section.Text("Text"), section.Secret("Secret"), section.Bool("Flag")));
        Assert.Equal(
            [
                "TokenAuthz:Text = \"\": this is empty: give it a value or leave it out",
                "TokenAuthz:Secret: this is empty: give it a value or leave it out",
                "TokenAuthz:Flag = \"\": this is empty: give it a value or leave it out",
            ],
            _errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Reads_a_list_in_the_order_of_its_numbers() =>
        Assert.Equal(
            ["zero", "two", "ten"],
            Read("L:10:A=ten", "L:2:A=two", "L:0:A=zero").List("L").Select(entry => entry.Text("A")));

    [Fact]
    public void Keeps_every_error_of_several()
    {
        var section = Read("Flag=1", "Number=x", "Below:Flag=2");

        _ = (section.Bool("Flag"), section.Number("Number", 0, 1), section.Section("Below").Bool("Flag"));

        Assert.Equal(["TokenAuthz:Flag", "TokenAuthz:Number", "TokenAuthz:Below:Flag"], _errors.Select(error => error.Path));
    }

    private SettingsSection Read(params string[] settings) => WrittenSettings.Section(_errors, settings);
}
