using System.Text;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// Each preset whose token can be in the URL: signed by the command at the present time, sent through Envoy. Tokens in
/// headers and bodies, and every format at the time of its vectors, are tested at the port of checks, without a gateway.
/// </summary>
public abstract class SignedUrlTests
{
    private const string Path = "/video/1.mp4";

    private readonly Stand _stand;

    private protected SignedUrlTests(Stand stand) => _stand = stand;

    public static TheoryData<string> Presets { get; } = [.. SignedUrlStand.Presets.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public async Task Allows_the_signed_url_and_none_with_another_character(string preset)
    {
        var host = SignedUrlStand.HostOf(preset);
        var output = await AuthzService.RunAsync(
            ["sign", $"http://{host}{Path}", "--client-address", "127.0.0.1", .. Fields(preset, host)], SignedUrlStand.Settings, TestContext.Current.CancellationToken);
        var target = output.Split('\n').Single(line => line.StartsWith("http://", StringComparison.Ordinal))[$"http://{host}".Length..];

        Assert.Contains(Path, target, StringComparison.Ordinal);

        var right = await _stand.PassAsync(RawHttp.Request("GET", target, token: null, host: host));
        Assert.True(right.Answer.Status == 200, $"{target}: {right.Answer.Status} {right.Answer.Body}");
        Assert.Equal(target, right.Arrived!.Target);

        for (var i = 0; i < target.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(target[i])) continue;
            var changed = target[..i] + Next(target[i]) + target[(i + 1)..];
            var wrong = await _stand.PassAsync(RawHttp.Request("GET", changed, token: null, host: host));
            Assert.True(wrong is { Answer.Status: 403, Arrived: null }, $"{target}\n{changed}: {wrong.Answer.Status}");
        }
    }

    [Fact]
    public void Are_nearly_all_of_the_presets() => Assert.InRange(Presets.Count, 30, PresetCatalog.All.Length);

    // A field that has to be given: the prefix that the token is to open.
    private static string[] Fields(string preset, string host) =>
        preset == "google-cdn-prefix" ? ["--field", $"prefix={System.Buffers.Text.Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"http://{host}{Path}"))}"] : [];

    // Another one of its kind, and not the same in another case.
    private static char Next(char c) => c switch { '9' => '0', 'z' => 'a', 'Z' => 'A', _ => (char)(c + 1) };
}
