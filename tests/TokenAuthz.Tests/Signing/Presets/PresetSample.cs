using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A preset, or a variant of one, that signs random requests; its file says which parts of a request it signs.</summary>
internal sealed class PresetSample(SchemeDefinition preset, PresetUse use, JsonElement? settings = null)
{
    /// <summary>The clock of every sample, at the beginning of a minute because some formats write no seconds.</summary>
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>The shared secret of schemes that take one.</summary>
    public static readonly Key Secret = SampleKeys.Of(KeyKind.SharedSecret);

    /// <summary>The keys of all samples, one of each kind.</summary>
    public static readonly KeyRing Ring = SampleKeys.Ring;

    private const string Address = "192.0.2.1";

    /// <summary>Those that the tests with many requests take.</summary>
    public static ImmutableArray<PresetSample> All { get; } = [.. PresetFile.All.Where(file => !file.IsOfFamily).SelectMany(Of)];

    /// <summary>Those of presets that differ from another in names and numbers only.</summary>
    public static ImmutableArray<PresetSample> OfFamilies { get; } =
        [.. PresetFile.All.Where(file => file is { IsOfFamily: true, ReadsBody: false }).SelectMany(Of)];

    public static TheoryData<string> Names { get; } = [.. All.Select(sample => sample.Name)];

    public string Name { get; } = use.Name.Length == 0 ? preset.Name : $"{preset.Name}, {use.Name}";

    public RequestParts Signs { get; } = use.Signs.Aggregate(RequestParts.None, (all, part) => all | part);

    public TokenTime Time => use.Time;

    /// <summary>The form that is signed; the scheme itself when it has one form.</summary>
    public SchemeDefinition Form => use.Form is { } name
        ? Scheme.Definition.Forms.Single(form => form.Name == name)
        : FirstFormOf(Scheme.Definition);

    public Scheme Scheme { get; } = Scheme.Compile(PresetFile.With(preset, settings));

    /// <summary>The key that signs.</summary>
    public Key Key => use.Key is { } kind ? SampleKeys.Of(kind) : SampleKeys.Of(Scheme.Definition);

    public static PresetSample Find(string name) => All.Concat(OfFamilies).Single(sample => sample.Name == name);

    /// <summary>The definition of a preset's first form, which a test can change as that of a preset with one form.</summary>
    public static SchemeDefinition FirstFormOf(SchemeDefinition preset) =>
        preset.Forms.IsEmpty ? preset : preset.Forms[0] with { Name = preset.Name };

    public static ClientAddress AddressOf(string text) =>
        ClientAddress.TryParse(Encoding.ASCII.GetBytes(text), out var address) ? address : default;

    public WireRequest Sign(UnsignedRequest request) => Sign(request, Scheme);

    /// <summary>Signs with another scheme than the sample's.</summary>
    public WireRequest Sign(UnsignedRequest request, Scheme scheme)
    {
        var prepared = Prepare(request);
        return WireRequest.Of(prepared, scheme.Sign(prepared, Key, Now));
    }

    /// <summary>Adds the sample's parameters, headers, fields and address to a request.</summary>
    public UnsignedRequest Prepare(UnsignedRequest request) => request with
    {
        Method = use.Methods.IsEmpty || use.Methods.Contains(request.Method) ? request.Method : use.Methods[0],
        Target = WithQuery(request.Target),
        Body = use.Body is { } body ? Encoding.UTF8.GetBytes(body) : request.Body,
        Headers = request.Headers.AddRange(use.Headers),
        Fields = request.Fields.AddRange(use.Fields.Select(field => KeyValuePair.Create(field.Key, ValueOf(field, request.Host)))),
        Form = request.Form ?? (Scheme.Definition.Forms.IsEmpty ? null : use.Form),
        ClientAddress = Signs.HasFlag(RequestParts.Address) ? AddressOf(Address) : default,
    };

    private static IEnumerable<PresetSample> Of(PresetFile file) =>
        file.Variants.Select(variant => new PresetSample(file.Preset, variant, variant.Scheme)).Prepend(new(file.Preset, file));

    private string WithQuery(string target) =>
        use.Query is null ? target : $"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{use.Query}";

    private string ValueOf(KeyValuePair<string, string> field, string host)
    {
        var value = field.Value.Replace("{host}", host, StringComparison.Ordinal);
        var isEncoded = field.Key == "prefix" && Scheme.Definition.Prefix is PrefixMatch.Base64Url;
        return isEncoded ? Base64Url.EncodeToString(Encoding.ASCII.GetBytes(value)) : value;
    }
}
