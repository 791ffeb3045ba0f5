using System.Collections.Immutable;
using TokenAuthz.Tests.Formats;

namespace TokenAuthz.Tests.Webhooks;

/// <summary>What people need to use the preset of a webhook, and that it does with its example what its file says.</summary>
public static class WebhookPresetTests
{
    private static readonly ImmutableArray<(string Name, RequestParts Part)> Parts =
    [
        ("path", RequestParts.Path),
        ("query", RequestParts.Query),
        ("method", RequestParts.Method),
        ("host", RequestParts.Host),
        ("body", RequestParts.Body),
        ("client's address", RequestParts.Address),
    ];

    public static TheoryData<string> Names { get; } =
        [.. PresetFile.All.Where(file => file.Kind == PresetFile.Webhook).Select(file => file.Preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Says_who_sends_it_and_where_its_secret_is(string name)
    {
        var file = PresetFile.Find(name);

        Assert.True(file.Provider is { Length: > 0 }, $"{name}.json: add \"Provider\", the vendor's name");
        Assert.True(
            file.Secret is { } secret && secret.EndsWith('.'), $"{name}.json: add \"Secret\", a sentence that says where the key is");
        Assert.Equal(name, name.ToLowerInvariant());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Denies_its_example_with_a_change_of_what_it_signs_and_of_nothing_else(string name)
    {
        var file = PresetFile.Find(name);
        var denied = FormatExampleResult.Of(file)[0].Parts[false].Select(part => Parts.Single(one => one.Name == part).Part);

        // A format that signs fields or a checksum of the body denies some other bodies.
        if (!file.Signs.Contains(RequestParts.Body)) denied = denied.Where(part => part != RequestParts.Body);
        Assert.True(file.Signs.ToHashSet().SetEquals(denied), $"{name}: denied is {string.Join(", ", denied)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Lets_no_token_open_everything_where_the_body_is_signed(string name)
    {
        var file = PresetFile.Find(name);

        Assert.False(file.Preset.Bearer && file.Signs.Contains(RequestParts.Body), name);
    }

    [Fact]
    public static void Knows_at_least_150_providers() => Assert.InRange(Names.Count, 150, int.MaxValue);
}
