using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Configuration;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.Issuers.Harness;

/// <summary>The service, in this process so that its clock can be set, and an Envoy in front of it where there is one.</summary>
internal sealed class IssuerStand : IAsyncDisposable
{
    private const string AddressHeader = "x-client-address";

    // Beyond any body that a test sends.
    private const int LongestBody = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new();
    private WebApplication? _service;
    private Upstream? _upstream;
    private EnvoyGateway? _envoy;
    private int _checkPort;

    private IssuerStand()
    {
    }

    /// <summary>Starts the service with the settings of a scheme <c>issued</c> and of its keys.</summary>
    public static async Task<IssuerStand> StartAsync(IEnumerable<string> settings)
    {
        var stand = new IssuerStand();
        try
        {
            var adminPort = await stand.StartServiceAsync(settings);
            if (Programs.Find("envoy") is not null) await stand.StartEnvoyAsync(adminPort);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request to the service and through Envoy at a time.</summary>
    /// <returns>The reason of the service's denial and of Envoy's; null for each that allows.</returns>
    public async Task<string?> CheckAsync(IssuedRequest request, DateTimeOffset now)
    {
        _clock.AdjustTime(now);
        var answer = await RawHttp.SendAsync(_checkPort, request.Wire);
        var reason = answer.Status == 200 ? null : answer.Value("x-auth-reason") ?? answer.ToString();
        if (_envoy is null) return reason;

        var passage = await _upstream!.PassAsync(_envoy.Port, request.Wire);
        var ofEnvoy = passage.Answer.Status == 200 ? null : passage.Answer.Value("x-auth-reason") ?? passage.Answer.ToString();
        Expect.Equal(ofEnvoy is null, passage.Arrived is not null, $"What Envoy allows arrives, and nothing else:\n{request}");
        return reason == ofEnvoy ? reason : $"{reason ?? "allowed"}, through Envoy {ofEnvoy ?? "allowed"}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_envoy is not null) await _envoy.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<int> StartServiceAsync(IEnumerable<string> settings)
    {
        string[] all =
        [
            "Listeners:0:Name=ext-authz", "Listeners:0:Url=http://127.0.0.1:0", $"Listeners:0:ClientAddressHeader={AddressHeader}",
            "Admin:Url=http://127.0.0.1:0", "DrainTime=00:00:00", "Log:Level=Warning", "Policies:0:Name=issued", "Policies:0:Scheme=issued",
            .. settings,
        ];
        var json = JsonSerializer.Serialize(
            all.Select(setting => setting.Split('=', 2)).ToDictionary(parts => $"TokenAuthz:{parts[0]}", parts => parts[1]));
        _service = TokenAuthzService.Build(SettingsSources.Create(_folder.Write("settings.json", json), "Development", []), _clock);
        await _service.StartAsync();
        var addresses = _service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        int[] ports = [.. addresses.Select(address => new Uri(address).Port)];
        _checkPort = ports[0];
        return ports[^1];
    }

    private async Task StartEnvoyAsync(int adminPort)
    {
        _upstream = await Upstream.StartAsync();
        _envoy = await EnvoyGateway.StartAsync(EnvoyFile.Read().ToUpstream(_upstream.Port).ToServices((_checkPort, adminPort)).Patient()
            .TellingClientAddress(AddressHeader).TellingAllHeaders().HandingOverBodies(LongestBody));
    }
}
