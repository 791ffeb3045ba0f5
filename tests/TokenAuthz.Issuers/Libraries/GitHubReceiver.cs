using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Octokit.Webhooks;
using Octokit.Webhooks.AspNetCore;
using TokenAuthz.Issuers.Harness;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>An application that takes GitHub's webhooks by <c>Octokit.Webhooks.AspNetCore</c>, one for the whole run.</summary>
internal static class GitHubReceiver
{
    private const string Path = "/hook";

    private static readonly SemaphoreSlim Turn = new(1);
    private static int s_port;

    /// <summary>Whether the library accepts the signature; it then fails with 500, because the event is none of GitHub's.</summary>
    public static async Task<bool> AcceptsAsync(IssuedRequest request, string secret)
    {
        var answer = await RawHttp.SendAsync(await StartAsync(secret), request.Wire);
        return answer.Status is 200 or 500;
    }

    private static async Task<int> StartAsync(string secret)
    {
        await Turn.WaitAsync();
        try
        {
            if (s_port != 0) return s_port;
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<WebhookEventProcessor>(new NoEvents());
            var application = builder.Build();
            application.MapGitHubWebhooks(Path, secret);
            application.Urls.Add("http://127.0.0.1:0");
            await application.StartAsync();
            var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            return s_port = new Uri(addresses.Single()).Port;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Handles no event.</summary>
    private sealed class NoEvents : WebhookEventProcessor;
}
