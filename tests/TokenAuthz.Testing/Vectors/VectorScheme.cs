using System.Text;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Testing.Vectors;

/// <summary>The scheme and the key of a vector, for the core and as configuration writes them.</summary>
internal static class VectorScheme
{
    /// <summary>The settings of the vector's scheme: the preset, and the settings that differ from it.</summary>
    public static IEnumerable<string> SettingsOf(Vector vector) => SchemeSettings.All
        .Where(setting => !setting.Write(vector.Preset).SequenceEqual(setting.Write(vector.Definition)))
        .SelectMany(setting => Lines(setting, vector.Definition))
        .Prepend($"Preset={vector.Preset.Name}");

    /// <summary>The vector's key, under the id that its token names.</summary>
    public static Key KeyOf(Vector vector, Scheme scheme)
    {
        var trace = new VectorTrace();
        var request = new VectorRequest(vector);
        _ = scheme.Verify(ref request, new KeyRing([new Key("none", "none"u8)]), default, trace);
        return new Key(trace.KeyId ?? "default", SecretOf(vector, scheme.Definition.KeyEncoding));
    }

    /// <summary>The vector's key as configuration writes it.</summary>
    public static string WrittenKeyOf(Vector vector, KeyEncoding encoding)
    {
        var secret = SecretOf(vector, encoding);
        return encoding switch
        {
            KeyEncoding.Text => vector.Key,
            KeyEncoding.Hex => Convert.ToHexStringLower(secret),
            _ => Convert.ToBase64String(secret),
        };
    }

    private static IEnumerable<string> Lines(SchemeSetting setting, SchemeDefinition definition) => setting.Kind is SchemeSettingKind.List
        ? setting.Write(definition).Select((text, i) => $"{setting.Name}:{i}={text}")
        : setting.Write(definition).Select(text => $"{setting.Name}={text}");

    // A key that the preset's encoding cannot decode stands for its own bytes.
    private static byte[] SecretOf(Vector vector, KeyEncoding encoding)
    {
        var text = Encoding.UTF8.GetBytes(vector.Key);
        return encoding.TryDecode(text, out var decoded) ? decoded : text;
    }
}
