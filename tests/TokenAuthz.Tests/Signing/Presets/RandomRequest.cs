using TokenAuthz.Signing.Issuing;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Makes requests that a client could send; a seed always gives the same one.</summary>
internal static class RandomRequest
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE"];
    private static readonly string[] Pieces = ["a", "B", "7", "-", "_", "~", "ts", "%20", "%C3%a9", "%e4%BD", "+", "@", "x.y"];

    public static UnsignedRequest Make(Random random)
    {
        var body = new byte[random.Next(100)];
        random.NextBytes(body);
        var parameters = Enumerable.Range(0, random.Next(4)).Select(i => random.Next(5) == 0 ? $"p{i}" : $"p{i}={Text(random)}");
        var query = string.Join('&', parameters);
        return new()
        {
            Method = Methods[random.Next(Methods.Length)],
            Host = $"cdn{random.Next(100)}.example.com" + (random.Next(2) == 0 ? ":8443" : ""),
            Target = $"/video{Repeat(random.Next(1, 4), () => "/" + Text(random))}{(query.Length == 0 ? "" : "?" + query)}",
            Body = body,
        };
    }

    private static string Text(Random random) => Repeat(random.Next(1, 6), () => Pieces[random.Next(Pieces.Length)]);

    private static string Repeat(int count, Func<string> make) => string.Concat(Enumerable.Range(0, count).Select(_ => make()));
}
