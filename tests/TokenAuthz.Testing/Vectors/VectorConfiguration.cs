using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The scheme and the keys that the service is configured with. Several vectors may have the same.</summary>
public sealed class VectorConfiguration : IEquatable<VectorConfiguration>
{
    // No setting can hold a zero byte.
    private const char Separator = '\0';

    private readonly ImmutableArray<string> _scheme;
    private readonly ImmutableArray<VectorKey> _keys;
    private readonly string _text;
    private readonly Lazy<Policy> _policy;

    /// <param name="scheme">The settings of the scheme, each as <c>Preset=hmac-v1</c>.</param>
    /// <param name="keys">The keys; one without an id gets its own.</param>
    public VectorConfiguration(IEnumerable<string> scheme, IEnumerable<VectorKey> keys)
    {
        _scheme = [.. scheme];
        _keys = [.. keys.Select(key => key with { Id = key.Id ?? $"unnamed-{StringComparer.Ordinal.GetHashCode(key.Value):x8}" })];
        _text = string.Join(Separator, [.. _scheme, .. _keys.SelectMany(key => key.Settings)]);
        _policy = new(Load);
    }

    /// <summary>The policy that the engine reads from the configuration.</summary>
    public Policy Policy => _policy.Value;

    /// <summary>The preset; null for a scheme that is written in full.</summary>
    public string? Preset => _scheme[0].Split('=') is ["Preset", var name] ? name : null;

    /// <summary>Whether the preset is one of webhooks.</summary>
    public bool IsWebhook => Preset is { } name && PresetFile.Find(name).Kind == PresetFile.Webhook;

    /// <summary>The settings of the scheme.</summary>
    public ImmutableArray<string> Settings => _scheme;

    /// <summary>Whether the scheme has a setting with a value.</summary>
    public bool Has(string setting) => _scheme.Contains(setting);

    /// <summary>The same with other ids of the keys; those of a JWK set go with it.</summary>
    public VectorConfiguration WithOtherIds() => new(
        _scheme,
        _keys.Select(key => key with { Id = $"{key.Id}x", Value = key.Value.Replace("\"kid\"", "\"other\"", StringComparison.Ordinal) }));

    /// <summary>Whether one service can have both, because an id names one key only.</summary>
    public bool MayShareWith(VectorConfiguration other) =>
        !_keys.Any(key => other._keys.Any(another => key != another && key.Names.Intersect(another.Names).Any()));

    /// <summary>Divides configurations among services: each goes to the first service that can have it.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Share<T>(IEnumerable<T> all, Func<T, T, bool> mayShare)
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
    public IEnumerable<string> SettingsOf(int index)
    {
        var at = index.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. _scheme.Select(setting => $"Schemes:scheme-{at}:{setting}"),
            $"Policies:{at}:Name=policy-{at}", $"Policies:{at}:Scheme=scheme-{at}",
            .. _keys.Select((key, i) => $"Policies:{at}:Keys:{i}={key.Id}"),
        ];
    }

    /// <summary>The settings of the keys, each key once.</summary>
    public static IEnumerable<string> Keys(IEnumerable<VectorConfiguration> all) =>
        all.SelectMany(one => one._keys).Distinct()
            .SelectMany((key, i) => key.Settings.Select(setting => $"Keys:{i}:{setting}"));

    public bool Equals(VectorConfiguration? other) => other?._text == _text;

    public override bool Equals(object? obj) => Equals(obj as VectorConfiguration);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    private Policy Load()
    {
        IEnumerable<KeyValuePair<string, string?>> settings =
        [
            .. SettingsOf(0).Concat(Keys([this])).Select(setting => setting.Split('=', 2))
                .Select(parts => KeyValuePair.Create($"{SettingsSection.Root}:{parts[0]}", (string?)parts[1])),
        ];
        return HostConfiguration.Load(new(() => settings, [], IsDevelopment: true), _ => new OneListener("vectors"), TimeProvider.System)
            .Engine.Snapshot.Policies[0];
    }
}
