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
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Tests.Service;

/// <summary>
/// The service, from its command line on, on real sockets of free ports: in this process, or as the program that is named
/// (<see cref="ShippedProgram"/>), which lets itself be looked into by no test.
/// </summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const string ConfigurationName = "appsettings.json";

    // The environment is Development, whose key is Token.Secret when no other is set. The drain takes no time, and a request that a
    // busy machine sends slowly is waited for: a test that is about one of the two sets it.
    private static readonly string[] Defaults =
    [
        "Listeners:0:Url=http://127.0.0.1:0", "Admin:Url=http://127.0.0.1:0", "DrainTime=00:00:00", "ReloadInterval=00:00:00.1000000",
        "Limits:RequestHeadTime=00:10:00", ShippedProgram.IsNamed ? "Log:Level=Information" : "Log:Level=Warning",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly Factory? _factory;
    private readonly TokenAuthzProcess? _process;

    private RunningService(Action<IServiceCollection, string>? replace, string[] settings)
    {
        var file = _folder.Write(ConfigurationName, Json(settings));
        if (ShippedProgram.IsNamed && replace is null)
        {
#pragma warning disable CA2000 // Disposed of with this.
            _process = TokenAuthzProcess.StartAsync(["--config", file, "--environment", Environments.Development]).GetAwaiter().GetResult();
#pragma warning restore CA2000
            Ports = _process.Ports;
            return;
        }

        if (ShippedProgram.IsNamed) throw NotInProcess();
        _factory = new(file, services => replace?.Invoke(services, file));
        _factory.UseKestrel();
        _factory.StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Ports = [.. addresses.Select(address => new Uri(address).Port)];
    }

    /// <summary>The ports in the order they are bound: of the listeners, then of the admin listener.</summary>
    public ImmutableArray<int> Ports { get; }

    public int CheckPort => Ports[0];

    public int AdminPort => Ports[^1];

    public LogEvents Logs => (_factory ?? throw NotInProcess()).Logs;

    public IServiceProvider Services => (_factory ?? throw NotInProcess()).Services;

    /// <summary>Starts it. Settings are written without their section: <c>OnAllow:KeyId=true</c>.</summary>
    public static RunningService Start(params string[] settings) => new(null, settings);

    /// <summary>Starts it with some of its parts replaced.</summary>
    public static RunningService Start(Action<IServiceCollection> replace, params string[] settings) =>
        new((services, _) => replace(services), settings);

    /// <summary>
    /// Starts it with a clock of the test's: the only thing that a check asks of the outside, here because its key ends one day.
    /// </summary>
    public static RunningService Start(TimeProvider clock, params string[] settings) => new(
        (services, file) => services.AddSingleton(
            HostConfiguration.Load(SettingsSources.Create(file, Environments.Development, []), ServiceSettings.Read, clock)),
        ["AllowWeakKeys=true", "Keys:0:Id=default", $"Keys:0:Value={Token.Secret}", "Keys:0:NotAfter=2999-01-01T00:00:00Z", .. settings]);

    /// <summary>Writes the configuration anew, with other settings.</summary>
    public void Configure(params string[] settings) => _folder.Write(ConfigurationName, Json(settings));

    /// <summary>Asks the port of checks; header lines each end in CR LF.</summary>
    public Task<RawAnswer> CheckAsync(string target, string headers = "", string method = "GET") =>
        RawHttp.SendToEndAsync(CheckPort, RawHttp.Request(method, target, headers: headers));

    public Task<RawAnswer> AdminAsync(string target, string headers = "", string method = "GET") =>
        RawHttp.SendToEndAsync(AdminPort, RawHttp.Request(method, target, headers: headers));

    public async Task<Samples> MetricsAsync() => Samples.Parse((await AdminAsync("/metrics")).Body);

    /// <summary>Tells it to stop, as SIGTERM does, and does not wait.</summary>
    public void BeginStop()
    {
        if (_process is not null) _process.BeginStop();
        else Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (_factory is not null) await _factory.DisposeAsync();
        _folder.Dispose();
    }

    private static InvalidOperationException NotInProcess() => new("The service is a program of its own here: give the test [InProcess].");

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
