using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Configuration;

/// <summary>
/// The sources of settings: the file, the environment, the command line. A later one overrides the earlier.
/// </summary>
internal static class SettingsSources
{
    private const string DefaultFile = "appsettings.json";

    /// <summary>Describes the sources of one process.</summary>
    /// <param name="file">The JSON file; null for <c>appsettings.json</c> in the working directory, if there is one.</param>
    /// <param name="environment">The environment's name, or null for what the environment variables say.</param>
    /// <param name="overrides">Settings of the command line: <c>--TokenAuthz:DrainTime=00:00:05</c>.</param>
    public static ConfigurationSource Create(string? file, string? environment, IReadOnlyList<string> overrides)
    {
        var path = Path.GetFullPath(file ?? DefaultFile);
        return new(() => Read(path, isOptional: file is null, overrides), [path], IsDevelopment(environment));
    }

    /// <summary>Reads the environment and the command line.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> ReadOverrides(IReadOnlyList<string> overrides) =>
        new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. overrides]).Build().AsEnumerable();

    /// <summary>The environment variables that are probably misspelt for the key, such as <c>TOKEN_AUTHZ_SECRET</c>.</summary>
    public static IEnumerable<string> MisspeltSecrets() =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name =>
            name.Replace("_", "", StringComparison.Ordinal).Equals("TokenAuthzSecret", StringComparison.OrdinalIgnoreCase)
            && !name.Equals("TokenAuthz__Secret", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<KeyValuePair<string, string?>> Read(string path, bool isOptional, IReadOnlyList<string> overrides) =>
        [.. isOptional ? ReadDefault(path) : JsonSettings.RequireSection(JsonSettings.ReadFile(path)), .. ReadOverrides(overrides)];

    // Other programs have a file of that name, too, so that one without our section is no error.
    private static IEnumerable<KeyValuePair<string, string?>> ReadDefault(string path) =>
        File.Exists(path) ? JsonSettings.ReadFile(path) : [];

    private static bool IsDevelopment(string? environment) =>
        string.Equals(
            environment
                ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
                ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"),
            Environments.Development,
            StringComparison.OrdinalIgnoreCase);
}
