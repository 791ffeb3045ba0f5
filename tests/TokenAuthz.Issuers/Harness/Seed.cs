using System.Globalization;

namespace TokenAuthz.Issuers.Harness;

/// <summary>The seed of the random requests, which a failure says and <c>TOKEN_AUTHZ_SEED</c> repeats.</summary>
internal static class Seed
{
    private const string Variable = "TOKEN_AUTHZ_SEED";

    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } seed
        ? int.Parse(seed, CultureInfo.InvariantCulture)
        : Random.Shared.Next(int.MaxValue / 2);

    /// <summary>What repeats the run.</summary>
    public static string Line => string.Create(CultureInfo.InvariantCulture, $"{Variable}={Value}");
}
