using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example with routes that name a policy, or turn the check off.</summary>
public sealed class RoutesModuleStand : ModuleStand
{
    private const string All = "                        - match: { prefix: / }\n                          route: { cluster: application }\n";

    /// <summary>Puts a route with settings before all others.</summary>
    internal static EnvoyFile Route(EnvoyFile file, string prefix, string settings) => file.With(All, $$"""
                                - match: { prefix: {{prefix}} }
                                  route: { cluster: application }
                                  typed_per_filter_config:
                                    token_authz:
                                      "@type": type.googleapis.com/envoy.extensions.filters.http.dynamic_modules.v3.DynamicModuleFilterPerRoute
                                      dynamic_module_config: { name: token_authz }
                                      per_route_config_name: token_authz
                                      filter_config:
                                        "@type": type.googleapis.com/google.protobuf.StringValue
                                        value: '{{settings}}'

        """ + All);

    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(
        file => Route(Route(Route(file, "/open", """{"TokenAuthz": {"Check": false}}"""), "/mac", """{"TokenAuthz": {"Policy": "mac"}}"""), "/nowhere", """{"TokenAuthz": {"Policy": "gone"}}"""),
        "Policies:0:Name=plain", "Policies:1:Name=mac", "Policies:1:Scheme=hmac-v1");
}
