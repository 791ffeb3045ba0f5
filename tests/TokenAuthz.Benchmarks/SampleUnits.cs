using System.Text.Json;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Benchmarks;

/// <summary>Configuration units of five policies each, which are granted
/// a host each; every policy has a key in a file of its own.</summary>
internal sealed class SampleUnits
{
    public const int PoliciesEach = 5;

    private const string Operator = "operator.json";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("token-authz-units-");

    public SampleUnits(int units)
    {
        for (var i = 0; i < units; i++) Write(i);
        File.WriteAllText(PathOf(Operator), JsonSerializer.Serialize(new
        {
            TokenAuthz = new
            {
                SampleConfiguration.Secret,
                Units = new
                {
                    Directories = new[] { _folder.FullName },
                    Grants = Enumerable.Range(0, units).ToDictionary(NameOf, unit => new { Hosts = new[] { Host(unit) } }),
                },
            },
        }));
    }

    /// <summary>The host of a unit.</summary>
    public static string Host(int unit) => $"{NameOf(unit)}.example.com";

    /// <summary>A path that a policy of a unit covers.</summary>
    public static string Target(int policy) => $"/p{policy}/2026/11/master.m3u8";

    /// <summary>The key of a policy.</summary>
    public static string Secret(int unit, int policy) => $"{SampleConfiguration.Secret}-{unit}-{policy}";

    /// <summary>Reads all files.</summary>
    public HostConfiguration<SampleHost> Load()
    {
        var path = PathOf(Operator);
        return HostConfiguration.Load(
            new(() => JsonSettings.ReadFile(path), [path], IsDevelopment: false), _ => new SampleHost(), TimeProvider.System);
    }

    /// <summary>Changes the file of a unit, not what it says.</summary>
    public void Touch(int unit) => File.AppendAllText(PathOf(NameOf(unit), "token-authz.json"), " ");

    /// <summary>Removes the files.</summary>
    public void Delete() => _folder.Delete(recursive: true);

    private static string NameOf(int unit) => $"team-{unit}";

    private string PathOf(params string[] names) => Path.Combine([_folder.FullName, .. names]);

    private void Write(int unit)
    {
        Directory.CreateDirectory(PathOf(NameOf(unit)));
        var policies = Enumerable.Range(0, PoliciesEach).ToList();
        foreach (var policy in policies) File.WriteAllText(PathOf(NameOf(unit), $"key-{policy}"), Secret(unit, policy));
        File.WriteAllText(PathOf(NameOf(unit), "token-authz.json"), JsonSerializer.Serialize(new
        {
            TokenAuthz = new
            {
                Keys = policies.Select(policy => new { Id = $"key-{policy}", File = $"key-{policy}" }),
                Policies = policies.Select(policy => new
                {
                    Name = $"policy-{policy}",
                    Paths = new[] { $"/p{policy}" },
                    Methods = new[] { "GET", "HEAD" },
                    Scheme = "token-header",
                    Keys = new[] { $"key-{policy}" },
                }),
            },
        }));
    }
}
