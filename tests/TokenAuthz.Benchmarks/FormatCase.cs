using System.Collections.Immutable;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Testing;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Benchmarks;

/// <summary>What is measured of a format: a form of its token, a kind of key, and whether the token was seen before.</summary>
public sealed class FormatCase
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly string _name;
    private readonly PresetExample _example;
    private readonly Scheme _scheme;
    private readonly string? _form;
    private readonly Key _key;
    private readonly bool _isFirst;

    private FormatCase(string name, PresetExample example, Scheme scheme, string? form, Key key, bool isFirst) =>
        (_name, _example, _scheme, _form, _key, _isFirst) = (name, example, scheme, form, key, isFirst);

    /// <summary>The cases of every preset whose example fits, as DPoP's names one key only; of a family, those of its base.</summary>
    public static ImmutableArray<FormatCase> All { get; } =
        [.. PresetFile.All.Where(file => !file.IsOfFamily).SelectMany(Of).Where(format => format.CanSign())];

    /// <summary>The case as the report shows it: <c>jwt, Rsa, again</c>.</summary>
    public override string ToString() => _name;

    /// <summary>Signs the request.</summary>
    /// <param name="rings">How many key rings take turns when no check may remember what another one found.</param>
    internal Check Sign(int rings)
    {
        var unsigned = _example.ToSign(_scheme, _form);
        return new(
            _scheme, new(unsigned, _scheme.Sign(unsigned, _key, Now)), [.. Enumerable.Range(0, _isFirst ? rings : 1).Select(_ => Ring())]);
    }

    private bool CanSign()
    {
        try
        {
            var unsigned = _example.ToSign(_scheme, _form);
            SampleRequest request = new(unsigned, _scheme.Sign(unsigned, _key, Now));
            return _scheme.Verify(ref request, Ring(), Now).IsAllowed;
        }
        catch (SchemeException)
        {
            return false;
        }
    }

    // What a scheme remembers belongs to a key and not to its bytes, so that to a new key with the same bytes each token is new.
    private KeyRing Ring() => new([new Key(_key.Id, _key.Material, _key.Algorithm)]);

    private static IEnumerable<FormatCase> Of(PresetFile file)
    {
        var definition = PresetFile.With(file.Preset, file.Example.Scheme);
        var scheme = Scheme.Compile(definition);
        return definition.Forms.IsEmpty
            ? Of(file, scheme, definition, form: null)
            : definition.Forms.SelectMany(form => Of(file, scheme, form, form.Name));
    }

    private static IEnumerable<FormatCase> Of(PresetFile file, Scheme scheme, SchemeDefinition definition, string? form)
    {
        ImmutableArray<Key> keys = [.. SampleKeys.Accepted(definition)];
        return
            from key in keys
            let remembers = key.Material is not SharedSecret || !definition.DeriveKey.IsEmpty
            from isFirst in remembers ? [true, false] : new[] { false }
            let words = new[]
            {
                file.Preset.Name,
                form,
                keys.Length > 1 ? key.Material.Kind.ToString() : null,
                !remembers ? null : isFirst ? "first" : "again",
            }
            let named = new Key(file.Example.KeyId, key.Material)
            select new FormatCase(string.Join(", ", words.OfType<string>()), file.Example, scheme, form, named, isFirst);
    }

    /// <summary>A signed request, and the keys that it is checked with in turn.</summary>
    internal sealed class Check(Scheme scheme, SampleRequest request, KeyRing[] rings)
    {
        private SampleRequest _request = request;

        /// <summary>Verifies the request.</summary>
        public Verdict Run(int turn) => scheme.Verify(ref _request, rings[turn & (rings.Length - 1)], Now);
    }
}
