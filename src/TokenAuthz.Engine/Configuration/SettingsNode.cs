using Microsoft.Extensions.Configuration;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// A setting and those below it. Built once from all settings: the library's own sections look through every key of the
/// configuration for each look-up, which takes minutes with thousands of policies.
/// </summary>
internal sealed class SettingsNode(string path, string key)
{
    private const char Separator = ':';

    private readonly Dictionary<string, SettingsNode> _children = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The path, as in <c>TokenAuthz:Keys:0</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The last part of the path.</summary>
    public string Key { get; } = key;

    /// <summary>The value; null when there is none.</summary>
    public string? Value { get; private set; }

    /// <summary>Whether there is a value, here or below.</summary>
    public bool Exists => Value is not null || _children.Count > 0;

    /// <summary>The settings below, numbers in their order.</summary>
    public IEnumerable<SettingsNode> Children => _children.Values.OrderBy(child => child.Key, ConfigurationKeyComparer.Instance);

    /// <summary>Builds the tree of all settings; the later value of a path counts.</summary>
    public static SettingsNode Build(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var root = new SettingsNode("", "");
        foreach (var (path, value) in settings.Where(setting => setting.Value is not null))
        {
            var node = root;
            foreach (var key in path.Split(Separator)) node = node.GetOrAdd(key);
            node.Value = value;
        }

        return root;
    }

    /// <summary>The setting of that name, which need not exist.</summary>
    public SettingsNode Child(string name) => _children.GetValueOrDefault(name) ?? new(PathOf(name), name);

    /// <summary>The setting at a path below this one, which need not exist.</summary>
    public SettingsNode At(string path) => path.Split(Separator).Aggregate(this, (node, name) => node.Child(name));

    private SettingsNode GetOrAdd(string name)
    {
        if (!_children.TryGetValue(name, out var child)) _children[name] = child = new(PathOf(name), name);
        return child;
    }

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}{Separator}{name}";
}
