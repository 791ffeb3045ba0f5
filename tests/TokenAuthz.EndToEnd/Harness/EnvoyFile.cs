using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>
/// The project's envoy.yaml with a few values exchanged: the rest is tested as it is shipped. A text that is to be
/// exchanged and is not there is an error, so that the file cannot move away from its tests unnoticed.
/// </summary>
internal sealed class EnvoyFile
{
    private readonly bool _isGrpc;

    private EnvoyFile(string content, bool isGrpc) => (Content, _isGrpc) = (content, isGrpc);

    private const string Address = "address: { socket_address: { address: 127.0.0.1, port_value: 10001 } }";

    private const string Replica = "              - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 8080 } }, " +
        "health_check_config: { port_value: 8081 } }\n";

    private const string OneReplica = "type: STATIC\n      connect_timeout: 0.1s";

    private const string GrpcReplica =
        "              - endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 8082 } } }\n";

    /// <summary>The build's copy of the file.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "envoy.yaml");

    public string Content { get; }

    private int CheckPort => _isGrpc ? 8082 : 8080;

    public static EnvoyFile Read() => new(File.ReadAllText(Shipped), isGrpc: false);

    /// <summary>The example with the check inside.</summary>
    public static EnvoyFile ReadModule() =>
        new(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "envoy-module", "envoy.yaml")), isGrpc: false);

    /// <summary>The example by gRPC.</summary>
    public static EnvoyFile ReadGrpc() =>
        new(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "examples", "envoy-grpc", "envoy.yaml")), isGrpc: true);

    public EnvoyFile With(string shipped, string instead) =>
        Content.Contains(shipped, StringComparison.Ordinal)
            ? new(Content.Replace(shipped, instead, StringComparison.Ordinal), _isGrpc)
            : throw new InvalidOperationException($"{Shipped} has no '{shipped}'.");

    /// <summary>Listens here. The demonstration's application is not needed, but its port must not be another's.</summary>
    public EnvoyFile OnPort(int port) => OnPorts(port, FreePorts.Next());

    public EnvoyFile OnPorts(int port, int demonstrationPort) => _isGrpc
        ? With("127.0.0.1, port_value: 10000", $"127.0.0.1, port_value: {Text(port)}")
        : With("0.0.0.0, port_value: 10000", $"127.0.0.1, port_value: {Text(port)}").With(
            $"      {Address}", $"      {AddressOf(demonstrationPort)}");

    /// <summary>Has the listeners in a file of their own (LDS), which Envoy reads again when another takes its place.</summary>
    /// <param name="path">Where that file is to be.</param>
    /// <returns>The configuration without them, and what the file is to hold.</returns>
    public (EnvoyFile File, string Listeners) WithListenersIn(string path)
    {
        var (begin, end) =
            (Content.IndexOf("  listeners:\n", StringComparison.Ordinal), Content.IndexOf("  clusters:\n", StringComparison.Ordinal));
        var listeners = Content[(begin + "  listeners:".Length)..end].Replace(
            "\n    - name: ",
            "\n    - \"@type\": type.googleapis.com/envoy.config.listener.v3.Listener\n      name: ",
            StringComparison.Ordinal);
        var file = new EnvoyFile(Content[..begin] + Content[end..], _isGrpc);
        return (file.With(
            "static_resources:\n",
            "node: { id: test, cluster: test }\n\ndynamic_resources:\n  lds_config: " +
                $"{{ path_config_source: {{ path: {path} }} }}\n\nstatic_resources:\n"), $"resources:{listeners}");
    }

    /// <summary>Has the admin interface here, which the shipped file does without.</summary>
    public EnvoyFile WithAdmin(int port) => With("static_resources:\n", $"admin: {{ {AddressOf(port)} }}\n\nstatic_resources:\n");

    public EnvoyFile ToUpstream(int port) => With($"endpoint: {{ {Address} }}", $"endpoint: {{ {AddressOf(port)} }}");

    /// <summary>Sends checks to these replicas.</summary>
    public EnvoyFile ToServices(params AuthzService[] services) =>
        ToServices([.. services.Select(service => (service.CheckPort, service.AdminPort))]);

    public EnvoyFile ToServices(params (int Check, int Admin)[] services) =>
        With(_isGrpc ? GrpcReplica : Replica, string.Concat(services.Select(service => (_isGrpc ? GrpcReplica : Replica)
            .Replace(Port(CheckPort), Port(service.Check), StringComparison.Ordinal)
            .Replace(Port(8081), Port(service.Admin), StringComparison.Ordinal))));

    /// <summary>Sends checks by gRPC to the example's port of another machine.</summary>
    public EnvoyFile ToAddress(string address) =>
        With("{ address: 127.0.0.1, port_value: 8082 }", $"{{ address: {address}, port_value: 8082 }}");

    /// <summary>Sends checks to whatever replicas a name has, which these servers resolve, as the file advises.</summary>
    public EnvoyFile ToName(string name, string dns) =>
        With($"{{ address: 127.0.0.1, {Port(CheckPort)}}}", $"{{ address: {name}, {Port(CheckPort)}}}")
        .With("    - name: token-authz\n", $$"""
                - name: token-authz
                  dns_lookup_family: V4_ONLY
                  dns_refresh_rate: 1s
                  typed_dns_resolver_config:
                    name: envoy.network.dns_resolver.cares
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig
                      resolvers: [{ socket_address: { address: {{dns}}, port_value: 53 } }]

            """)
        .With(OneReplica, OneReplica.Replace("STATIC", "STRICT_DNS", StringComparison.Ordinal));

    /// <summary>
    /// For tests that are not about time: on a machine that is busy with other tests an answer may be late, and a late
    /// one is another answer.
    /// </summary>
    public EnvoyFile Patient() => With(" timeout: 0.2s", " timeout: 10s")
        .With("connect_timeout: 0.1s", "connect_timeout: 5s")
        .With("max_interval: 0.1s", "max_interval: 5s");

    /// <summary>Configures the check inside.</summary>
    /// <param name="settings">Settings of the check, <c>OnAllow:KeyId=true</c>; without a key among them it is the documentation's.</param>
    public EnvoyFile Checking(IEnumerable<string> settings) => CheckingAs(SettingsJson.Of(settings));

    /// <summary>Configures the check inside with a text that need not be a configuration.</summary>
    public EnvoyFile CheckingAs(string configuration) =>
        With("value: token-authz.json", $"value: '{configuration.Replace("'", "''", StringComparison.Ordinal)}'");

    public EnvoyFile Normalizing() =>
        With("normalize_path: false", "normalize_path: true").With("merge_slashes: false", "merge_slashes: true");

    /// <summary>Tells the service the address that the client's connection comes from, whatever the client says.</summary>
    public EnvoyFile TellingClientAddress(string header) =>
        With("- remove: x-auth-policy\n", $$"""
            - remove: x-auth-policy
                                      - append:
                                          header: { key: {{header}}, value: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%" }
                                          append_action: OVERWRITE_IF_EXISTS_OR_ADD

            """)
        .Telling(header);

    public EnvoyFile FailingOpen() => With("failure_mode_allow: false", "failure_mode_allow: true");

    /// <summary>Hands over bodies up to this length, which Envoy holds back until it has an answer.</summary>
    /// <param name="most">The longest, in bytes.</param>
    /// <param name="isPartial">Whether of a longer one the first part is handed over; else it is refused.</param>
    /// <param name="asBytes">Whether by gRPC they go as bytes; else as text.</param>
    public EnvoyFile HandingOverBodies(int most, bool isPartial = false, bool asBytes = true)
    {
        var file = With(
            "stat_prefix: token_authz\n",
            $"stat_prefix: token_authz\n                      with_request_body: {{ max_request_bytes: {Text(most)}, " +
                $"allow_partial_message: {Text(isPartial)}, pack_as_bytes: {Text(asBytes)} }}\n");
        file = _isGrpc ? file : file.With("      per_connection_buffer_limit_bytes: 32768\n", "");
        return file.With("    - name: edge\n", $"    - name: edge\n      per_connection_buffer_limit_bytes: {Text(2 * most)}\n");
    }

    /// <summary>Sends these of a client's headers to the check as well.</summary>
    public EnvoyFile Telling(params string[] headers) =>
        With(
            "patterns: [{ exact: token, ignore_case: true }",
            $"patterns: [{string.Concat(headers.Select(header => $"{{ exact: {header} }}, "))}{{ exact: token, ignore_case: true }}");

    /// <summary>Sends all of a client's headers to the check.</summary>
    public EnvoyFile TellingAllHeaders() =>
        With("{ exact: token, ignore_case: true }", "{ safe_regex: { regex: \".*\" } }");

    /// <summary>Asks over TLS, of a service whose certificate is not looked at.</summary>
    public EnvoyFile OverTls() => With("    - name: token-authz\n", $$"""
            - name: token-authz
              transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                  common_tls_context: { alpn_protocols: [{{(_isGrpc ? "h2" : "http/1.1")}}] }

        """);

    /// <summary>Lets targets of any bytes through to the check.</summary>
    public EnvoyFile WithoutTargetRule() => With("safe_regex: { regex: \"[!-~]*\" }", "safe_regex: { regex: \"(?s)\\\\C*\" }");

    /// <summary>Asks over TLS, of a server whose certificate an authority has signed.</summary>
    /// <param name="folder">Where <c>ca.crt</c> is, and the client's certificate.</param>
    /// <param name="client">The name of the certificate to show; null for none.</param>
    public EnvoyFile OverTls(string folder, string? client)
    {
        var (chain, key) = ($"filename: {folder}/{client}.crt", $"filename: {folder}/{client}.key");
        var shown = client is null ? "" : $"{{ certificate_chain: {{ {chain} }}, private_key: {{ {key} }} }}";
        var file = With("    - name: token-authz\n", $$"""
                - name: token-authz
                  transport_socket:
                    name: envoy.transport_sockets.tls
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                      sni: token-authz
                      common_tls_context:
                        alpn_protocols: [{{(_isGrpc ? "h2" : "http/1.1")}}]
                        validation_context: { trusted_ca: { filename: {{folder}}/ca.crt } }
                        tls_certificates: [{{shown}}]

            """);

        // The admin port is asked for health in cleartext.
        return _isGrpc ? file : file.With("          http_health_check: { path: /readyz }", """
                      http_health_check: { path: /readyz }
                      transport_socket_match_criteria: { health: true }
                  transport_socket_matches:
                    - name: health
                      match: { health: true }
                      transport_socket:
                        name: envoy.transport_sockets.raw_buffer
                        typed_config: { "@type": type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer }
            """);
    }

    /// <summary>Asks by HTTP/2.</summary>
    public EnvoyFile OverHttp2()
    {
        var file = With("explicit_http_config: { http_protocol_options: {} }", "explicit_http_config: { http2_protocol_options: {} }");
        return file.Content.Contains("alpn_protocols: [http/1.1]", StringComparison.Ordinal)
            ? file.With("alpn_protocols: [http/1.1]", "alpn_protocols: [h2]")
            : file;
    }

    /// <summary>Sends checks through a Unix socket.</summary>
    /// <param name="port">The port that they would go to.</param>
    /// <param name="path">The socket's file.</param>
    public EnvoyFile ThroughSocket(int port, string path)
    {
        var address = $"address: {{ socket_address: {{ address: 127.0.0.1, {Port(port)}}} }}";
        var file = With(address, $"address: {{ pipe: {{ path: {path} }} }}");
        const string HealthPort = "health_check_config: { port_value: ";
        return _isGrpc
            ? file
            : file.With(HealthPort, "health_check_config: { address: { socket_address: { address: 127.0.0.1, port_value: ").With(
                " } }\n\n      # A replica that stops", " } } } }\n\n      # A replica that stops");
    }

    // With what stands around it, because another port may hold the digits.
    private static string Port(int port) => $"port_value: {Text(port)} ";

    private static string AddressOf(int port) => Address.Replace("10001", Text(port), StringComparison.Ordinal);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(bool flag) => flag ? "true" : "false";
}
