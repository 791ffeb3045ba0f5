using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TokenAuthz.Testing.Processes;

/// <summary>
/// The program that tests start as a process: the one that <c>TOKEN_AUTHZ</c> names, such as a native binary, or that of this build.
/// </summary>
internal static partial class ShippedProgram
{
    private static readonly string? Named = Environment.GetEnvironmentVariable("TOKEN_AUTHZ") is { Length: > 0 } named ? named : null;

    private static readonly string[] Program =
        Named is null ? ["dotnet", Path.Combine(AppContext.BaseDirectory, "token-authz.dll")] : [Named];

    /// <summary>Whether <c>TOKEN_AUTHZ</c> names a program. All tests are about that one then.</summary>
    public static bool IsNamed => Named is not null;

    /// <summary>
    /// Starts the program with a command line. Secrets on it move to the environment, because the program refuses them on a
    /// command line; the settings of the tests' own environment are left out, so that they make no test pass or fail.
    /// </summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments)
    {
        var secrets = arguments.ToLookup(argument => SecretSetting().IsMatch(argument));
        var start = new ProcessStartInfo(Program[0], [.. Program[1..], .. secrets[false]]);
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToArray()) start.Environment.Remove(name);
        foreach (var parts in secrets[true].Select(argument => argument["--".Length..].Split('=', 2)))
            start.Environment[parts[0].Replace(":", "__", StringComparison.Ordinal)] = parts[1];
        return start;
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("TokenAuthz", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || name.Equals("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^--TokenAuthz:(Secret|Keys:[^:=]+:Value|Schemes:[^:=]+:Salt|SingleUse:Redis)=")]
    private static partial Regex SecretSetting();
}
