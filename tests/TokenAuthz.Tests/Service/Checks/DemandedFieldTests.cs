using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>A scheme of RFC 9421 that demands more of a signature than the standard does denies one that lacks it.</summary>
public sealed class DemandedFieldTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Key Key = new("partner", "correct-horse-battery-staple"u8);

    private static readonly string[] Demanding =
    [
        "Policies:0:Name=default", "Policies:0:Scheme=strict", "Keys:1:Id=partner",
        $"Keys:1:Value={Convert.ToBase64String(Encoding.ASCII.GetBytes("correct-horse-battery-staple"))}", "Policies:0:Keys:0=partner",
        "Schemes:strict:Preset=rfc9421", "Schemes:strict:Tag=orders", "Schemes:strict:MaxLifetime=00:01:00",
        "Schemes:strict:SingleUse=true",
        """Schemes:strict:Items:0=parameters ; created=issued! expires=expires! nonce="nonce"! keyid="kid"! tag="tag"!""",
    ];

    public static TheoryData<string, string, string, string?> Signatures => new()
    {
        { "all that is demanded", "created=issued expires=expires nonce=\"nonce\" keyid=\"kid\" tag=\"tag\"", "00:01:00", null },
        { "no created", "expires=expires nonce=\"nonce\" keyid=\"kid\" tag=\"tag\"", "00:01:00", "invalid_token" },
        { "no expires", "created=issued nonce=\"nonce\" keyid=\"kid\" tag=\"tag\"", "00:01:00", "invalid_token" },
        { "no nonce", "created=issued expires=expires keyid=\"kid\" tag=\"tag\"", "00:01:00", "invalid_token" },
        { "no key id", "created=issued expires=expires nonce=\"nonce\" tag=\"tag\"", "00:01:00", "invalid_token" },
        { "no tag", "created=issued expires=expires nonce=\"nonce\" keyid=\"kid\"", "00:01:00", "invalid_token" },
        { "too long", "created=issued expires=expires nonce=\"nonce\" keyid=\"kid\" tag=\"tag\"", "00:01:01", "ends_too_late" },
    };

    [InProcess]
    [Theory]
    [MemberData(nameof(Signatures))]
    public async Task Denies_a_signature_that_lacks(string description, string parameters, string lifetime, string? reason)
    {
        await using var service = RunningService.Start(new FakeTimeProvider(Now), Demanding);
        var headers = Sign(parameters, TimeSpan.Parse(lifetime, CultureInfo.InvariantCulture), Now);

        var answer = await service.CheckAsync("/a?b=1", headers);

        Expect.Equal((reason is null ? 200 : 403, reason), (answer.Status, answer.Value("x-auth-reason")), description);
    }

    [Fact]
    public async Task Takes_a_nonce_once()
    {
        await using var service =
            RunningService.Start([.. Demanding.Select(setting => setting.Replace("Keys:1", "Keys:0", StringComparison.Ordinal))]);
        var headers = Sign(
            "created=issued expires=expires nonce=\"nonce\" keyid=\"kid\" tag=\"tag\"",
            TimeSpan.FromMinutes(1),
            TimeProvider.System.GetUtcNow());

        Assert.Equal(200, (await service.CheckAsync("/a?b=1", headers)).Status);
        Assert.Equal("replayed", (await service.CheckAsync("/a?b=1", headers)).Value("x-auth-reason"));
    }

    private static string Sign(string parameters, TimeSpan lifetime, DateTimeOffset now)
    {
        var preset = PresetCatalog.All.Single(preset => preset.Name == "rfc9421");
        var scheme = Scheme.Compile(preset with { Items = preset.Items.SetItem(2, $"parameters ; {parameters}") });
        var unsigned = new UnsignedRequest { Target = "/a?b=1", Host = "example.com", Lifetime = lifetime };
        foreach (var (field, value) in new[] { ("nonce", "7"), ("tag", "orders") })
        {
            if (parameters.Contains(field, StringComparison.Ordinal))
                unsigned = unsigned with { Fields = unsigned.Fields.Add(field, value) };
        }

        if (!parameters.Contains("expires", StringComparison.Ordinal)) unsigned = unsigned with { Lifetime = null };
        return string.Concat(scheme.Sign(unsigned, Key, now).Headers.Select(header => $"{header.Key}: {header.Value}\r\n"));
    }
}
