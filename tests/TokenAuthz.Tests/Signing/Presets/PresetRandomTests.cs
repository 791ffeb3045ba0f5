using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A check never throws, and never allows random bytes.</summary>
public static class PresetRandomTests
{
    private const int Cases = 2000;

    private static readonly KeyRing Ring = PresetSample.Ring;

    public static TheoryData<string> Samples => PresetSample.Names;

    [Promise(1)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Denies_random_bytes(string name) => ForEachRequest(name, (sample, request, random) =>
    {
        foreach (var part in request.Parts.Select(part => part.Key))
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            request = request.With(part, bytes);
        }

        Assert.False(sample.Scheme.Verify(ref request, Ring, PresetSample.Now).IsAllowed);
    });

    [Promise(2)]
    [Theory]
    [MemberData(nameof(Samples))]
    public static void Never_throws_for_what_was_taken_apart(string name) => ForEachRequest(name, (sample, request, random) =>
    {
        foreach (var (part, bytes) in request.Parts)
        {
            if (random.Next(2) == 0) request = request.With(part, Mutate(bytes, random));
        }

        var trace = new FieldTrace();
        var verdict = sample.Scheme.Verify(ref request, Ring, PresetSample.Now);
        Assert.Equal(verdict, sample.Scheme.Verify(ref request, Ring, PresetSample.Now, trace));
    });

    private static void ForEachRequest(string name, Action<PresetSample, WireRequest, Random> check)
    {
        var sample = PresetSample.Find(name);
        var request = sample.Sign(RandomRequest.Make(new Random(0)));
        for (var seed = 0; seed < Cases; seed++)
        {
            try
            {
                check(sample, request, new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{name}, seed {seed}", e);
            }
        }
    }

    // Removes, repeats, swaps or inserts some pieces.
    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var (from, to) = (random.Next(bytes.Length + 1), random.Next(bytes.Length + 1));
            var (start, end) = (Math.Min(from, to), Math.Max(from, to));
            bytes = random.Next(5) switch
            {
                0 => [.. bytes[..start], .. bytes[end..]],
                1 => [.. bytes[..end], .. bytes[start..]],
                2 => [.. bytes[end..], .. bytes[..start], .. bytes[start..end]],
                3 => [.. bytes[..start], (byte)random.Next(256), .. bytes[start..]],
                _ => [.. bytes[..start], .. Encoding.ASCII.GetBytes(random.Next(2) == 0 ? "%" : "&=~\"(!"), .. bytes[start..]],
            };
        }

        return bytes;
    }
}
