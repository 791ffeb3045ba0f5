using System.Collections.Immutable;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Tokens;

/// <summary>A token of as many fields as there may be: each is signed in its place.</summary>
public static class FieldCountTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);
    private static readonly string[] Names = [.. "abcdfghijklmnopqrt".Select(name => $"{name}")];

    private static readonly Scheme Scheme = Scheme.Compile(new()
    {
        Name = "ours",
        Token = [.. Names.Select(name => $"query:{name}={{{name}}}"), "query:e={expires}", "query:s={sig}"],
        Message = string.Join('&', Names.Select(name => $"{{{name}}}")) + "&{expires}&{path}",
    });

    [Fact]
    public static void Allows_twenty_fields_and_denies_when_one_of_them_is_another()
    {
        var fields = Names.ToImmutableDictionary(name => name, name => $"value-of-{name}.");
        var target = Scheme.Sign(new() { Target = "/path", Fields = fields }, Key, Now).Target;

        Assert.True(Verify(target).IsAllowed, target);
        Assert.All(
            Names, name => Assert.False(Verify(target.Replace($"value-of-{name}.", "another", StringComparison.Ordinal)).IsAllowed, name));
        Assert.All(
            ["e=18", "/path"], part => Assert.False(Verify(target.Replace(part, part + "1", StringComparison.Ordinal)).IsAllowed, part));
    }

    [Fact]
    public static void Refuses_one_more()
    {
        var definition =
            Scheme.Definition with { Token = [.. Scheme.Definition.Token, "query:u={u}"], Message = Scheme.Definition.Message + "&{u}" };

        Assert.Contains(
            "at most 20 fields", Assert.Throws<SchemeException>(() => Scheme.Compile(definition)).Message, StringComparison.Ordinal);
    }

    private static Verdict Verify(string target)
    {
        var request = new TestRequest(target);
        return Scheme.Verify(ref request, new([Key]), Now);
    }
}
