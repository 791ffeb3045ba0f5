using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Signing.Vectors;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Whatever bytes come, a format answers with a verdict, and never lets pass what it did not sign.</summary>
public static class HostileBytesTests
{
    private const int Requests = 400;

    // What parsers trip over.
    private static readonly string[] Pieces =
    [
        "%", "%2", "%00", "%ff", "%2f", "/", "//", "/../", "?", "&", "=", "==", ",", ";", "-", "_", "~", "\"", "(", ")", ":", "\\", "+", " ", "\t", "\0", "\u00ff", "\u00e9", "!", "*",
        "99999999999", "-1", "0x1", "1-", "HS256-", "sig1=", "v1,", "hmac ", "Signature v1.", "@method", "created=", "{sig}", new('a', 3000),
    ];

    public static TheoryData<string> Names => PresetCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public static void Never_throws_and_never_allows(string preset)
    {
        var format = new PresetCase(preset);
        for (var seed = 0; seed < Requests; seed++)
        {
            var random = new Random(seed);
            var signed = format.Sign(format.Request(random));
            var target = Encoding.Latin1.GetString(signed.Target);
            var other = new TestRequest(random.Next(2) == 0 ? Spoil(random, target) : target)
            {
                MethodText = signed.MethodText,
                HostText = random.Next(4) == 0 ? Spoil(random, signed.HostText) : signed.HostText,
                BodyBytes = signed.BodyBytes,
                ClientAddress = signed.ClientAddress,
                Headers = [.. signed.Headers.Select(header => random.Next(2) == 0 ? header : new(header.Key, Spoil(random, header.Value)))],
            };

            Verdict verdict = default;
            var thrown = Record.Exception(() => verdict = format.Verify(other));

            Assert.True(thrown is null, $"seed {seed}: {thrown}");
            Assert.True(!verdict.IsAllowed || Known(format, signed, other), $"seed {seed}: allowed {Encoding.Latin1.GetString(other.Target)} for {target}");
        }
    }

    // An allow is right when what the format signs is the same: another signature of it is the same signature.
    private static bool Known(PresetCase format, TestRequest signed, TestRequest other)
    {
        var (first, second) = (new VectorTrace(), new VectorTrace());
        _ = format.Scheme.Verify(ref signed, format.Keys, PresetCase.Now, ref first);
        _ = format.Scheme.Verify(ref other, format.Keys, PresetCase.Now, ref second);
        return first.Signed == second.Signed;
    }

    private static string Spoil(Random random, string text)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            text = random.Next(3) switch
            {
                0 => text[..at] + Pieces[random.Next(Pieces.Length)] + text[at..],
                1 => text[..at] + text[Math.Min(text.Length, at + random.Next(1, 8))..],
                _ => text[..at] + text[random.Next(text.Length + 1)..],
            };
        }

        return text;
    }
}
