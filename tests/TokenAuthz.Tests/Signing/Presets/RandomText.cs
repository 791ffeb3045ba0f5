using System.Net;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Random parts of requests; of a seeded source, so that a failure comes again.</summary>
internal static class RandomText
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";

    // Encoded characters that have to be, so that no server takes the path for another.
    private static readonly string[] Encoded = ["%20", "%C3%A9", "%E4%B8%AD", "%3F", "%22"];

    public static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Letters[random.Next(Letters.Length)])) + "x";

    public static string Path(Random random) => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Segment(random)));

    public static string Query(Random random) => random.Next(3) == 0
        ? ""
        : "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(i => $"q{i}{Word(random)}={Segment(random)}"));

    public static ClientAddress Address(Random random)
    {
        var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);
        if (bytes.Length == 16) bytes[0] = 0x20;
        Assert.True(ClientAddress.TryParse(Encoding.ASCII.GetBytes(new IPAddress(bytes).ToString()), out var address));
        return address;
    }

    private static string Segment(Random random) => Word(random) + (random.Next(2) == 0 ? Encoded[random.Next(Encoded.Length)] : "") + Word(random);
}
