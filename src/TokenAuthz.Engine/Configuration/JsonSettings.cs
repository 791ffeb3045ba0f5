using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Reads JSON as settings, each by its path.</summary>
public static class JsonSettings
{
    // Editors find the JSON schema of the file by it.
    private const string SchemaReference = "$schema";

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The text is not JSON, or has a setting twice.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> ReadFile(string path)
    {
        using var json = new MemoryStream(RegularFile.ReadAll(path));
        return Read(json);
    }

    /// <summary>Reads a text; as <see cref="Read(Stream)"/>.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Read(string json)
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return Read(bytes);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">The text, UTF-8; comments and trailing commas are fine.</param>
    /// <exception cref="InvalidDataException">The text is not JSON, or has a setting twice.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(Stream json)
    {
        var provider = new Provider();
        try
        {
            provider.Load(json);
        }
        catch (Exception e) when ((e as JsonException ?? e.InnerException as JsonException) is { } syntax)
        {
            // The parser's own message quotes the text, which may be a key.
            throw new InvalidDataException($"it is not JSON, see line {syntax.LineNumber + 1}");
        }
        catch (InvalidOperationException)
        {
            // The reader throws it when it decodes a text that is no UTF-8.
            throw new InvalidDataException("a text in it is none: half of a surrogate pair, such as \\ud800 alone");
        }
        catch (FormatException e)
        {
            throw new InvalidDataException(e.Message, e);
        }

        return provider.Settings;
    }

    /// <summary>Returns the settings of a file that only this program reads.</summary>
    /// <exception cref="InvalidDataException">The file has settings, and none is in the section that every setting belongs to.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> RequireSection(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var names = settings.Select(setting => setting.Key.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        names.Remove(SchemaReference);
        if (names.Count == 0 || names.Contains(SettingsSection.Root)) return settings;
        var others = string.Join(", ", names.Order(StringComparer.Ordinal));
        throw new InvalidDataException($"it has no section {SettingsSection.Root}, which every setting belongs to: put {others} into it");
    }

    // The library shows the settings to derived classes only.
    private sealed class Provider() : JsonStreamConfigurationProvider(new())
    {
        public IEnumerable<KeyValuePair<string, string?>> Settings => Data;
    }
}
