using System.Text.RegularExpressions;

namespace TokenAuthz.Tests.Service.Observability;

/// <summary>The log for people, and how a start that fails is told in each format.</summary>
public static partial class LogFormatTests
{
    private const string TextFormat = "--TokenAuthz:Log:Format=Text";

    private static readonly Dictionary<string, string> Key = new() { ["TokenAuthz__Secret"] = "a-key-of-ours-5d1c" };

    [Fact]
    public static async Task Writes_time_level_and_message_for_people()
    {
        await using var service = Start([.. TokenAuthzProcess.AnyPorts, TextFormat]);

        await Poll.UntilContainsAsync("Application started", () => service.Output);

        var line = service.OutputLines.First(line => line.Contains("Now listening on", StringComparison.Ordinal));
        Assert.Matches(ForPeople(), line);
    }

    [Theory]
    [InlineData("a file that does not load", "--TokenAuthz:DrainTime=soon", "TokenAuthz:DrainTime = \"soon\"")]
    [InlineData("an address of another machine", "--TokenAuthz:Admin:Url=http://192.0.2.1:8081", "A listener does not open")]
    public static async Task Says_in_text_why_the_service_does_not_start(string description, string setting, string says)
    {
        var result = await TokenAuthzProcess.RunAsync(["serve", .. TokenAuthzProcess.AnyPorts, setting, TextFormat], Key);

        Expect.Equal(1, result.ExitCode, description);
        Assert.Contains(says, result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("{", result.Output + result.Error, StringComparison.Ordinal);
    }

    private static ChildProcess Start(string[] arguments)
    {
        var start = ShippedProgram.With(["serve", .. arguments]);
        foreach (var (name, value) in Key) start.Environment[name] = value;
        return ChildProcess.Start(start);
    }

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} INF Now listening on: http://127\.0\.0\.1:\d+$")]
    private static partial Regex ForPeople();
}
