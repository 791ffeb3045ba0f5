using System.Globalization;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A way of configuring the service that several vectors may have in common.</summary>
/// <param name="Scheme">The settings of the scheme, one a line.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Key">The key as it is written.</param>
internal sealed record VectorConfiguration(string Scheme, string KeyId, string Key)
{
    private const string Unnamed = "unnamed";

    public static VectorConfiguration Of(Vector vector)
    {
        var scheme = TokenAuthz.Signing.Schemes.Scheme.Compile(vector.Definition);
        var (named, key) = (VectorScheme.KeyOf(vector, scheme).Id, VectorScheme.WrittenKeyOf(vector, scheme.Definition.KeyEncoding));
        var isNamed = scheme.Definition.Token.Any(part => part.Contains("{kid}", StringComparison.Ordinal)) || scheme.Definition.Items?.Contains("kid", StringComparison.Ordinal) is true;
        return new(string.Join('\n', VectorScheme.SettingsOf(vector)), isNamed && SettingsSection.IsName(named) ? named : $"{Unnamed}-{StringComparer.Ordinal.GetHashCode(key):x8}", key);
    }

    /// <summary>Whether one service can have both: an id names one key.</summary>
    public bool MayShareWith(VectorConfiguration other) => KeyId != other.KeyId || Key == other.Key;

    /// <summary>Divides what is to be configured among as few services as can have it, the first that can first.</summary>
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

    /// <summary>The settings of a scheme and a policy, which are named by a number.</summary>
    public IEnumerable<string> Settings(int index)
    {
        var at = index.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. Scheme.Split('\n').Select(setting => $"Schemes:scheme-{at}:{setting}"),
            $"Policies:{at}:Name=policy-{at}", $"Policies:{at}:Scheme=scheme-{at}", $"Policies:{at}:Keys:0={KeyId}",
        ];
    }

    /// <summary>The settings of the keys of several, each key once.</summary>
    public static IEnumerable<string> Keys(IEnumerable<VectorConfiguration> all) =>
        all.Select(one => (one.KeyId, one.Key)).Distinct().Index().SelectMany(key => new[] { $"Keys:{key.Index}:Id={key.Item.KeyId}", $"Keys:{key.Index}:Value={key.Item.Key}" });
}
