using System.Text.Json;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Benchmarks;

/// <summary>A configuration file of many policies, two a host: one for <c>/video/</c>, one for <c>/api/</c>.</summary>
internal sealed class SampleConfiguration
{
    public const string Listener = "checks";
    public const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly string _path = Path.GetTempFileName();

    public SampleConfiguration(int policies) => File.WriteAllText(_path, Json(policies));

    /// <summary>The host of a policy.</summary>
    public static string Host(int policy) => $"host-{policy / 2}.example.com";

    /// <summary>A path that a policy covers.</summary>
    public static string Target(int policy) => policy % 2 == 0 ? "/video/2026/11/master.m3u8" : "/api/v1/orders?page=2";

    /// <summary>Reads the file.</summary>
    public HostConfiguration<SampleHost> Load() => HostConfiguration.Load(
        new(() => JsonSettings.ReadFile(_path), [_path], IsDevelopment: false), _ => new SampleHost(), TimeProvider.System);

    /// <summary>Changes the file, not what it says.</summary>
    public void Touch() => File.AppendAllText(_path, " ");

    /// <summary>Removes the file.</summary>
    public void Delete() => File.Delete(_path);

    private static string Json(int policies) => JsonSerializer.Serialize(new
    {
        TokenAuthz = new
        {
            Secret,
            Policies = Enumerable.Range(0, policies).Select(i => new
            {
                Name = $"policy-{i}",
                Hosts = new[] { Host(i) },
                Paths = new[] { i % 2 == 0 ? "/video/" : "/api/" },
                Methods = new[] { "GET", "HEAD" },
                Scheme = "token-header",
                Keys = new[] { "default" },
            }),
        },
    });
}
