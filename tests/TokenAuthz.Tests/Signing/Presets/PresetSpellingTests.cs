using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>
/// A token of a preset opens the request as it was signed and no other spelling of it, but for the exceptions that SECURITY.md
/// lists.
/// </summary>
[Promise(4)]
public static class PresetSpellingTests
{
    private const int Seeds = 40;

    private static readonly KeyRing Ring = PresetSample.Ring;

    public static TheoryData<string> Samples => PresetSample.Names;

    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_every_other_spelling_of_what_is_signed(string name)
    {
        foreach (var (respelling, exceptions, context) in Allowed(PresetSample.Find(name)))
            Assert.True(exceptions.Length > 0, $"{name}, {respelling.Description}: {context}");
    }

    [Fact]
    public static void Needs_every_exception() => Assert.Equal(
        SpellingExceptions.All.Where(exception => exception.Spellings.Length > 0),
        PresetSample.All.SelectMany(Allowed).SelectMany(allowed => allowed.Exceptions).Distinct().OrderBy(SpellingExceptions.All.IndexOf));

    // The respellings of what a format signs that pass with the token of the request as it was signed.
    private static IEnumerable<(Respelling Respelling, SpellingException[] Exceptions, string Context)> Allowed(PresetSample sample)
    {
        var scheme = sample.Scheme;
        foreach (var respelling in Respelling.All.Where(respelling => sample.Signs.HasFlag(respelling.Aspect)))
        {
            for (var seed = 0; seed < Seeds; seed++)
            {
                var request = sample.Sign(RandomRequest.Make(new Random(seed)));
                if (respelling.TryApply(request, out var other) && scheme.Verify(ref other, Ring, PresetSample.Now).IsAllowed)
                    yield return (respelling, [.. SpellingExceptions.Of(sample.Form, respelling)], $"seed {seed}, {other}");
            }
        }
    }
}
