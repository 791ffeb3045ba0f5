using System.Collections.Immutable;
using Serilog.Events;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests.Service.Configuration;

public sealed class ServiceSettingsTests
{
    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    [Theory]
    [InlineData("http://*:8081")]
    [InlineData("http://+:8081")]
    [InlineData("http://localhost:8081")]
    [InlineData("http://127.0.0.1:8081")]
    [InlineData("http://[::1]:8081")]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://127.0.0.1:8081/")]
    public void Takes_every_way_to_write_an_address_of_this_machine(string written)
    {
        var settings = Read("Admin:Url=" + written);

        Assert.Empty(_errors);
        Assert.Equal(written.TrimEnd('/'), settings.Admin.Address.ToString());
    }

    [Fact]
    public void Reads_every_setting()
    {
        var settings = Read(
            "Listeners:0:Name=inner", "Listeners:0:Url=http://*:1", "Listeners:1:Url=http://*:2",
            "Listeners:1:Kind=EXT-AUTHZ", "Admin:Url=http://*:3",
            "DrainTime=00:01:00", "ReloadInterval=00:00:30", "OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true",
            "Log:Level=warning", "Log:DenialsPerSecond=0");

        Assert.Empty(_errors);
        Assert.Equal([("inner", 1), ("ext-authz", 2)], settings.Listeners.Select(listener => (listener.Name, listener.Address.Port)));
        Assert.Equal(3, settings.Admin.Address.Port);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30)), (settings.Lifetime.DrainTime, settings.Checks.ReloadInterval));
        Assert.Equal(new(KeyId: true, Policy: true, RemoveToken: true), settings.Checks.OnAllow);
        Assert.Equal((LogEventLevel.Warning, 0), (settings.Log.Level, settings.Checks.DenialsPerSecond));
    }

    [Theory]
    [InlineData("KeyId")]
    [InlineData("Policy")]
    [InlineData("RemoveToken")]
    public void Tells_the_gateway_only_what_is_switched_on(string name)
    {
        var told = Read($"OnAllow:{name}=true").Checks.OnAllow;

        Assert.Equal(new(name is "KeyId", name is "Policy", name is "RemoveToken"), told);
    }

    private ServiceSettings Read(params string[] settings) => ServiceSettings.Read(WrittenSettings.Section(_errors, settings));
}
