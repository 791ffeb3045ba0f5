using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Tests.Service.Lifetime;

/// <summary>The check of a GOAWAY is answered before a gateway gives it up.</summary>
public static partial class GoAwayTests
{
    public static TheoryData<string> Files =>
        [.. Repository.Find("examples", "envoy.yaml").Append("envoy/envoy.yaml").Where(file => Attempt().IsMatch(Repository.Read(file)))];

    [Theory]
    [MemberData(nameof(Files))]
    public static void Takes_at_most_half_of_the_time_that_Envoy_gives_an_attempt(string file)
    {
        var seconds = double.Parse(Attempt().Match(Repository.Read(file)).Groups["seconds"].Value, CultureInfo.InvariantCulture);

        Assert.InRange(GoAway.Notice, TimeSpan.Zero, TimeSpan.FromSeconds(seconds) / 2);
    }

    // Envoy takes the longest pause between two attempts for the time limit of each, too.
    [GeneratedRegex(" max_interval: (?<seconds>[0-9.]+)s", RegexOptions.ExplicitCapture)]
    private static partial Regex Attempt();
}
