using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Routes of <see cref="EnvoyFile"/> whose requests are checked in a way of their own, before the route for all others.</summary>
internal static class EnvoyRoutes
{
    private const string Types = "type.googleapis.com/envoy.extensions.filters.http";
    private const string All =
        "                        - match: { prefix: / }\n                          route: { cluster: application }\n";

    private const string Application = "    - name: application\n      type: STATIC\n";

    /// <summary>Adds a route with settings of the check inside.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="match">What the route matches: <c>prefix: /mac</c>.</param>
    /// <param name="settings">The settings, as JSON.</param>
    public static EnvoyFile WithModuleRoute(this EnvoyFile file, string match, string settings) => file.With(All, $$"""
                                    - match: { {{match}} }
                                      route: { cluster: application }
                                      typed_per_filter_config:
                                        token_authz:
                                          "@type": {{Types}}.dynamic_modules.v3.DynamicModuleFilterPerRoute
                                          dynamic_module_config: { name: token_authz }
                                          per_route_config_name: token_authz
                                          filter_config:
                                            "@type": type.googleapis.com/google.protobuf.StringValue
                                            value: '{{settings}}'

            """ + All);

    /// <summary>Adds a route whose requests another HTTP listener of the service checks.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="match">What the route matches.</param>
    /// <param name="port">The listener's port.</param>
    public static EnvoyFile WithServiceRoute(this EnvoyFile file, string match, int port)
    {
        var cluster = string.Create(CultureInfo.InvariantCulture, $"token-authz-{port}");
        return file.With(All, $$"""
                                    - match: { {{match}} }
                                      route: { cluster: application }
                                      typed_per_filter_config:
                                        envoy.filters.http.ext_authz:
                                          "@type": {{Types}}.ext_authz.v3.ExtAuthzPerRoute
                                          check_settings:
                                            http_service:
                                              server_uri: { uri: http://token-authz, cluster: {{cluster}}, timeout: 10s }
                                              authorization_response:
                                                allowed_client_headers: { patterns: [{ exact: content-type }, { exact: x-auth-reason }] }

            """ + All).With(Application, $$"""
                - name: {{cluster}}
                  type: STATIC
                  connect_timeout: 5s
                  load_assignment:
                    cluster_name: {{cluster}}
                    endpoints:
                      - lb_endpoints:
                          - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: {{port}} } } }

            """ + Application);
    }
}
