using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>Schemes that a user could write, by a seed: fields in any place, messages of any parts, separated or not.</summary>
internal static class GeneratedScheme
{
    private static readonly string[] Signatures =
    [
        "header:x-sig={sig}", "query:sig={sig}", "cookie:sig={sig}", "path:/t/{sig}{path}",
        "header:x-sig={sig} | query:sig={sig}", "cookie:sig={sig} | query:sig={sig}",
        "header:authorization=A {sig} | header:authorization=B{sig}", "query:sig={sig} | query:signature={sig}",
    ];

    private static readonly string[] Combined =
        [
            "header:authorization=T {uid}.{time}.{sig}",
            "query:sig={time}-{uid}-{sig}",
            "cookie:s={time}_{sig}_{uid}",
            "path:/{time}/{uid}/{sig}{path}",
            "header:x={uid}:{time}:{sig} | query:sig={time}.{uid}.{sig}",
        ];

    private static readonly string[] Times =
        ["{expires}", "{expires:hex}", "{expires:unix|hex}", "{expires:iso8601}", "{expires:http}", "{issued}", "{issued:yyyyMMddHHmmZ}"];
    private static readonly string[] Places = ["header:x-NAME=", "query:NAME=", "cookie:NAME=", "header:x-NAME=v "];
    private static readonly string[] Parts =
    [
        "method",
        "host",
        "path",
        "query",
        "target",
        "signed_target",
        "signed_url",
        "uri",
        "directory",
        "sorted_query",
        "other_parameters",
        "body",
        "path",
        "target",
        "body",
    ];
    private static readonly string[] Separators = ["\n", "\n", "\n", "", "", " ", ".", ":", "&x=", "-"];

    public static SchemeDefinition Make(Random random)
    {
        var time = Pick(random, Times);
        var (token, fields) = (new List<string>(), new List<string> { time.Trim('{', '}').Split(':')[0], "uid" });
        if (random.Next(2) == 0)
        {
            // A path in the pattern is no token in the path where the time could hold a slash.
            token.Add(Pick(random, Combined).Replace("{time}", time, StringComparison.Ordinal));
        }
        else
        {
            token.Add(Pick(random, Signatures));
            token.Add(Placed(random, "uid", "{uid}"));
            token.Add(Placed(random, "time", time));
        }

        if (random.Next(3) == 0)
        {
            token.Add(Placed(random, "nbf", "{not_before}"));
            fields.Add("not_before");
        }

        var hasItems = random.Next(4) == 0;
        var digest = random.Next(3) == 0 ? SignatureAlgorithm.Sha256 : SignatureAlgorithm.HmacSha256;
        List<string> pieces =
            [.. fields.Where(_ => random.Next(6) > 0), .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(random, Parts))];
        if (digest is SignatureAlgorithm.Sha256) pieces.Add("key");
        if (hasItems && random.Next(2) == 0) pieces.Add("acl");
        var order = pieces.Distinct().OrderBy(_ => random.Next()).Select(piece => $"{{{piece}}}").ToList();
        return new()
        {
            Name = "generated",
            Token = [.. token],
            Items = hasItems ? [$"query & acl=acl{(random.Next(2) == 0 ? "!" : "")}"] : [],
            Message = order.Skip(1).Aggregate(order[0], (message, piece) => message + Pick(random, Separators) + piece),
            Algorithm = digest,
        };
    }

    private static string Placed(Random random, string name, string pattern) => random.Next(5) == 0
        ? $"header:x-{name}={pattern} | query:{name}={pattern}"
        : Pick(random, Places).Replace("NAME", name, StringComparison.Ordinal) + pattern;

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
