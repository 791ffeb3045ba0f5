using System.Globalization;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The scheme and key that the service is configured with. Several vectors may have the same.</summary>
/// <param name="Scheme">The settings of the scheme, separated by <see cref="Separator"/>.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Key">The key as configuration writes it.</param>
internal sealed record VectorConfiguration(string Scheme, string KeyId, string Key)
{
    // No setting can hold a zero byte.
    private const char Separator = '\0';

    public static VectorConfiguration Of(Vector vector)
    {
        var scheme = TokenAuthz.Signing.Schemes.Scheme.Compile(vector.Definition);
        var key = VectorScheme.WrittenKeyOf(vector, scheme.Definition.KeyEncoding);
        var id = VectorScheme.KeyOf(vector, scheme).Id;
        if (!HasKeyId(scheme.Definition) || !SettingsSection.IsName(id)) id = $"unnamed-{StringComparer.Ordinal.GetHashCode(key):x8}";
        return new(string.Join(Separator, VectorScheme.SettingsOf(vector)), id, key);
    }

    /// <summary>Whether one service can have both, because an id names one key only.</summary>
    public bool MayShareWith(VectorConfiguration other) => KeyId != other.KeyId || Key == other.Key;

    /// <summary>Divides configurations among services: each goes to the first service that can have it.</summary>
    public static List<List<T>> Share<T>(IEnumerable<T> all, Func<T, T, bool> mayShare)
    {
        var shares = new List<List<T>>();
        foreach (var one in all)
        {
            var share = shares.Find(share => share.TrueForAll(other => mayShare(one, other)));
            if (share is null) shares.Add(share = []);
            share.Add(one);
        }

        return shares;
    }

    /// <summary>The settings of a scheme and of a policy, whose names end in a number.</summary>
    public IEnumerable<string> Settings(int index)
    {
        var at = index.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. Scheme.Split(Separator).Select(setting => $"Schemes:scheme-{at}:{setting}"),
            $"Policies:{at}:Name=policy-{at}", $"Policies:{at}:Scheme=scheme-{at}", $"Policies:{at}:Keys:0={KeyId}",
        ];
    }

    /// <summary>The settings of the keys, each key once.</summary>
    public static IEnumerable<string> Keys(IEnumerable<VectorConfiguration> all) =>
        all.Select(one => (one.KeyId, one.Key)).Distinct()
            .SelectMany((key, i) => new[] { $"Keys:{i}:Id={key.KeyId}", $"Keys:{i}:Value={key.Key}" });

    private static bool HasKeyId(SchemeDefinition scheme) =>
        scheme.Token.Any(part => part.Contains("{kid}", StringComparison.Ordinal))
        || scheme.Items.Any(item => item.Contains("kid", StringComparison.Ordinal));
}
