using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog.Core;
using TokenAuthz.Engine;
using TokenAuthz.Settings;

namespace TokenAuthz.Tests.Service;

/// <summary>The service, from its command line on, in this process and on real sockets of free ports.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const string ConfigurationName = "appsettings.json";

    // In Development, whose key is Token.Secret when no other is set. What tests are not about is switched off.
    private static readonly string[] Defaults =
    [
        "Listeners:0:Url=http://127.0.0.1:0", "Admin:Url=http://127.0.0.1:0", "DrainTime=00:00:00", "ReloadInterval=00:00:00.1000000", "Log:Level=Warning",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Factory _factory;

    private RunningService(Action<IServiceCollection, string> replace, string[] settings)
    {
        var file = _folder.Write(ConfigurationName, Json(settings));
        _factory = new(file, services => replace(services, file));
    }

    /// <summary>The ports in the order they are bound: of the listeners, then of the admin listener.</summary>
    public ImmutableArray<int> Ports { get; private set; }

    public int CheckPort => Ports[0];

    public int AdminPort => Ports[^1];

    public LogEvents Logs => _factory.Logs;

    public IServiceProvider Services => _factory.Services;

    /// <summary>Starts it. Settings are written without their section: <c>OnAllow:KeyId=true</c>.</summary>
    public static RunningService Start(params string[] settings) => Start(_ => { }, settings);

    /// <summary>Starts it with some of its parts replaced.</summary>
    public static RunningService Start(Action<IServiceCollection> replace, params string[] settings) => Start((services, _) => replace(services), settings);

    /// <summary>Starts it with a clock of the test's: the only thing that a check asks of the outside.</summary>
    public static RunningService Start(TimeProvider clock, params string[] settings) => Start(
        (services, file) => services.AddSingleton(_ => new DecisionEngine(
            SettingsSources.Create(file, Environments.Development, []), root => ServiceSettings.Read(root).BindingsOf(root), clock)),
        settings);

    private static RunningService Start(Action<IServiceCollection, string> replace, string[] settings)
    {
        var service = new RunningService(replace, settings);
        service._factory.UseKestrel();
        service._factory.StartServer();
        var addresses = service.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        service.Ports = [.. addresses.Select(address => new Uri(address).Port)];
        return service;
    }

    /// <summary>Writes the configuration anew, with other settings.</summary>
    public void Configure(params string[] settings) => _folder.Write(ConfigurationName, Json(settings));

    /// <summary>Asks the port of checks; header lines each end in CR LF.</summary>
    public Task<RawAnswer> CheckAsync(string target, string headers = "", string method = "GET") =>
        RawClient.SendAsync(CheckPort, RawClient.Request(method, target, headers));

    public Task<RawAnswer> AdminAsync(string target, string headers = "", string method = "GET") =>
        RawClient.SendAsync(AdminPort, RawClient.Request(method, target, headers));

    public async Task<Samples> MetricsAsync() => Samples.Parse((await AdminAsync("/metrics")).Body);

    /// <summary>Tells it to stop, as SIGTERM does, and does not wait.</summary>
    public void BeginStop() => Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        _folder.Dispose();
    }

    private static string Json(string[] settings) => JsonSerializer.Serialize(
        Defaults.Concat(settings)
            .Select(setting => setting.Split('=', 2))
            .GroupBy(parts => parts[0], StringComparer.Ordinal)
            .ToDictionary(group => "TokenAuthz:" + group.Key, group => group.Last()[1]));

    private sealed class Factory(string configuration, Action<IServiceCollection> replace) : WebApplicationFactory<Program>
    {
        public LogEvents Logs { get; } = new();

        // Host settings reach the program as its arguments.
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
            .UseSetting("config", configuration)
            .ConfigureServices(services =>
            {
                services.AddSingleton<ILogEventSink>(Logs);
                replace(services);
            });
    }
}
