using System.Globalization;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>
/// An nginx in front of a gateway that caches by the path alone, also answers with 410, as a CDN in front of signed links does.
/// </summary>
internal sealed class SharedCache : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePorts.Next();
    private ChildProcess? _process;

    private SharedCache()
    {
    }

    /// <summary>Starts it in front of a gateway.</summary>
    public static async Task<SharedCache> StartAsync(int gatewayPort)
    {
        Programs.Require("nginx");
        var cache = new SharedCache();
        try
        {
            var file = cache._folder.Write("nginx.conf", cache.Configuration(gatewayPort));
            cache._process = ChildProcess.Start("nginx", ["-c", file], workingDirectory: cache._folder.Path);
            await cache._process.UntilAsync("the cache answers", async () => await RawHttp.ProbeAsync(cache._port, "/started") is not null);
            return cache;
        }
        catch
        {
            await cache.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for a target.</summary>
    public Task<RawAnswer> GetAsync(string target) => RawHttp.SendAsync(_port, RawHttp.Request("GET", target));

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _folder.Dispose();
    }

    private string Configuration(int gatewayPort) => $$"""
        # The temporary folder is its owner's alone.
        user root;
        daemon off;
        pid {{_folder["nginx.pid"]}};
        error_log stderr warn;
        events {}
        http {
            access_log off;
            proxy_cache_path {{_folder["cache"]}} keys_zone=shared:1m;
            client_body_temp_path {{_folder["body"]}};
            proxy_temp_path {{_folder["proxy"]}};
            server {
                listen 127.0.0.1:{{Text(_port)}};
                location / {
                    proxy_cache shared;
                    proxy_cache_key $uri;
                    proxy_cache_valid 401 403 410 1m;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $http_host;
                    add_header x-cache $upstream_cache_status always;
                    proxy_pass http://127.0.0.1:{{Text(gatewayPort)}};
                }
            }
        }
        """;

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
