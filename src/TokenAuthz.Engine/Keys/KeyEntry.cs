using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>Makes the keys of a text by what an entry of <c>Keys</c> says of them.</summary>
/// <param name="inspection">Refuses and warns of weak keys.</param>
internal sealed class KeyEntry(KeyInspection inspection)
{
    private SignatureAlgorithm? Algorithm { get; init; }

    private DateTimeOffset? NotBefore { get; init; }

    private DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether the entry ends before it begins.</summary>
    public bool IsNever => NotAfter < NotBefore;

    /// <summary>Reads an entry but for its source and its id.</summary>
    public static KeyEntry Of(SettingsSection entry, KeyInspection inspection) => new(inspection)
    {
        Algorithm = entry.Read(KeySettings.Algorithm),
        NotBefore = entry.Read(KeySettings.NotBefore),
        NotAfter = entry.Read(KeySettings.NotAfter),
    };

    /// <summary>Reads a text. A text in PEM or JSON is never a shared secret, whatever the scheme.</summary>
    /// <param name="id">The id of the entry, or of the file in its directory.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="KeyFormatException">It holds no key that can be used.</exception>
    public ImmutableArray<ConfiguredKey> Read(string? id, byte[] text)
    {
        if (!KeyImport.IsSelfDescribing(text))
        {
            CheckStrength(id, text);
            return [Key(id, id) with { Text = text }];
        }

        var imported = KeyImport.Read(text, inspection.AllowsShortRsa);
        return imported.IsSet ? ReadSet(id, imported) : [ReadKey(id, imported.Keys[0])];
    }

    // A set is another party's file as a rule: a key in it that cannot be used must not take the others away.
    private ImmutableArray<ConfiguredKey> ReadSet(string? id, ImportedKeys set)
    {
        var keys = ImmutableArray.CreateBuilder<ConfiguredKey>();
        var skipped = set.Skipped.ToList();
        foreach (var key in set.Keys)
        {
            try
            {
                keys.Add(ReadKey(id, key) with { IsOfSet = true });
            }
            catch (KeyFormatException e)
            {
                skipped.Add($"{key.Id ?? id}: {e.Message}");
            }
        }

        if (keys.Count == 0) throw new KeyFormatException($"the JWK set has no key that can be used: {string.Join("; ", skipped)}");
        foreach (var reason in skipped) inspection.Warn(id, $"the key of the set is left out: {reason}");
        return keys.ToImmutable();
    }

    private ConfiguredKey ReadKey(string? id, ImportedKey imported)
    {
        if (Algorithm is not null && imported.Algorithm is { } own && own != Algorithm)
            throw new KeyFormatException($"the key is for {own}, and the entry's Algorithm is {Algorithm}: leave that out");
        var algorithm = Algorithm ?? imported.Algorithm;
        var kind = imported.Material.Kind;
        if (algorithm?.KindOfKey() is { } needed && needed != kind)
            throw new KeyFormatException($"the key is of the kind {kind}, and {algorithm} needs one of the kind {needed}");
        if (imported.Material is SharedSecret secret) CheckStrength(imported.Id ?? id, secret.Bytes);
        var key = Key(imported.Id ?? id, id) with
        {
            Material = imported.Material,
            Algorithm = algorithm,
            NotBefore = NotBefore is null || imported.NotBefore > NotBefore ? imported.NotBefore : NotBefore,
            NotAfter = NotAfter is null || imported.NotAfter < NotAfter ? imported.NotAfter : NotAfter,
        };
        return key.NotAfter < key.NotBefore ? throw new KeyFormatException("the key ends before it begins") : key;
    }

    private ConfiguredKey Key(string? keyId, string? id) =>
        new(keyId ?? "", id ?? "") { Algorithm = Algorithm, NotBefore = NotBefore, NotAfter = NotAfter };

    private void CheckStrength(string? id, ReadOnlySpan<byte> secret)
    {
        if (inspection.WhyRefused(id, secret) is { } reason) throw new KeyFormatException(reason);
    }
}
