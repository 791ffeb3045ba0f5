using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Reads JSON as settings, each by its path.</summary>
public static class JsonSettings
{
    /// <summary>Reads a document.</summary>
    /// <param name="json">The text, UTF-8; comments and trailing commas are fine.</param>
    /// <exception cref="InvalidDataException">It is not JSON, or has a setting twice.</exception>
    public static IEnumerable<KeyValuePair<string, string?>> Read(Stream json)
    {
        var provider = new Provider();
        try
        {
            provider.Load(json);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new InvalidDataException(e.Message, e);
        }

        return provider.Settings;
    }

    // The library keeps what it read to itself and those who inherit.
    private sealed class Provider() : JsonStreamConfigurationProvider(new())
    {
        public IEnumerable<KeyValuePair<string, string?>> Settings => Data;
    }
}
