using System.Diagnostics;

namespace TokenAuthz.Tests;

/// <summary>The program that tests start as a process: the one that <c>TOKEN_AUTHZ</c> names, such as a native binary, or else that of this build.</summary>
internal static class ShippedProgram
{
    private static readonly string? Named = Environment.GetEnvironmentVariable("TOKEN_AUTHZ") is { Length: > 0 } named ? named : null;

    private static readonly string[] Program = Named is null ? ["dotnet", Path.Combine(AppContext.BaseDirectory, "token-authz.dll")] : [Named];

    /// <summary>Whether one is named, which is then what all tests are about.</summary>
    public static bool IsNamed => Named is not null;

    /// <summary>How it is started with a command line.</summary>
    public static ProcessStartInfo With(params IEnumerable<string> arguments) => new(Program[0], [.. Program[1..], .. arguments]);
}
