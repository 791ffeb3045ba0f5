using System.Text;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// URLs of each preset whose token can be in the URL: the command <c>sign</c> makes them at the present time, and Envoy gets them.
/// Tokens in headers and bodies, and every format at the time of its vectors, are tested by ServiceVectorTests.
/// </summary>
public abstract class SignedUrlTests : StandTests
{
    private const string Path = "/video/1.mp4";

    private protected SignedUrlTests(StandFixture fixture, StandOptions options)
        : base(fixture, options)
    {
    }

    public static TheoryData<string> Presets { get; } = [.. SignedUrls.Presets.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public async Task Allows_the_signed_url_and_none_with_another_character(string preset)
    {
        var host = SignedUrls.HostOf(preset);
        var output = await AuthzService.RunAsync(
            ["sign", $"http://{host}{Path}", "--client-address", "127.0.0.1", .. Fields(preset, host)],
            [.. SignedUrls.Settings, "Listeners:0:Url=http://127.0.0.1:0"],
            TestContext.Current.CancellationToken);
        var target = output.Split('\n').Single(line => line.StartsWith("http://", StringComparison.Ordinal))[$"http://{host}".Length..];

        Assert.Contains(Path, target, StringComparison.Ordinal);

        var right = await Stand.PassAsync(RawHttp.Request("GET", target, token: null, host: host));
        Expect.Equal(200, right.Answer.Status, $"{target}: {right.Answer.Status} {right.Answer.Body}");
        Assert.Equal(target, right.Arrived!.Target);

        for (var i = 0; i < target.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(target[i])) continue;
            var changed = target[..i] + Next(target[i]) + target[(i + 1)..];
            var wrong = await Stand.PassAsync(RawHttp.Request("GET", changed, token: null, host: host));
            Assert.True(wrong is { Answer.Status: 403, Arrived: null }, $"{target}\n{changed}: {wrong.Answer.Status}");
        }
    }

    [Fact]
    public static void Are_nearly_all_of_the_presets() => Assert.InRange(Presets.Count, 30, PresetCatalog.All.Length);

    // The field that the command needs: the prefix that the token opens.
    private static string[] Fields(string preset, string host) =>
        preset == "google-cdn-prefix"
            ? ["--field", $"prefix={System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"http://{host}{Path}"))}"]
            : [];

    // Another character of the same kind, and not the same letter in another case.
    private static char Next(char c) => c switch { '9' => '0', 'z' => 'a', 'Z' => 'A', _ => (char)(c + 1) };
}
