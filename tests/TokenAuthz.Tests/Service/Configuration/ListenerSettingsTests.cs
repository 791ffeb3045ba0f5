using System.Collections.Immutable;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests.Service.Configuration;

/// <summary>The version of HTTP of a listener, and its Unix socket.</summary>
public sealed class ListenerSettingsTests
{
    private const string Unix = "Listeners:0:Url=unix:/run/token-authz/check.sock";

    private const string Port = "Listeners:0:Url=http://*:1";

    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    /// <summary>What is wrong, the setting that the error names, a part of the error, and the settings.</summary>
    public static TheoryData<string, string, string, string[]> Mistakes { get; } = new()
    {
        {
            "gRPC over HTTP/1.1", "Listeners:0:Protocol", "gRPC needs HTTP/2",
            ["Listeners:0:Url=http://*:1", "Listeners:0:Kind=ext-authz-grpc", "Listeners:0:Protocol=http1"]
        },
        { "an unknown version", "Listeners:0:Protocol", "http2", ["Listeners:0:Url=http://*:1", "Listeners:0:Protocol=http3"] },
        { "a relative path", "Listeners:0:Url", "write the whole path", ["Listeners:0:Url=unix:check.sock"] },
        { "no path", "Listeners:0:Url", "write the whole path", ["Listeners:0:Url=unix:"] },
        { "a path of 108 bytes", "Listeners:0:Url", "107 bytes", [$"Listeners:0:Url=unix:/{new string('a', 107)}"] },
        { "a path of 109 bytes in 56 letters", "Listeners:0:Url", "107 bytes", [$"Listeners:0:Url=unix:/{new string('\u00e9', 54)}"] },
        { "a mode that is none", "Listeners:0:SocketMode", "octal", [Unix, "Listeners:0:SocketMode=rw"] },
        { "a mode in other digits", "Listeners:0:SocketMode", "octal", [Unix, "Listeners:0:SocketMode=689"] },
        { "a negative mode", "Listeners:0:SocketMode", "octal", [Unix, "Listeners:0:SocketMode=-660"] },
        { "a mode of nobody", "Listeners:0:SocketMode", "octal", [Unix, "Listeners:0:SocketMode=000"] },
        { "a mode with further bits", "Listeners:0:SocketMode", "octal", [Unix, "Listeners:0:SocketMode=4660"] },
        { "an unknown group", "Listeners:0:SocketGroup", "no such group", [Unix, "Listeners:0:SocketGroup=no-such-group"] },
        { "a group beyond every number", "Listeners:0:SocketGroup", "no such group", [Unix, "Listeners:0:SocketGroup=99999999999"] },
        {
            "trusted networks of a Unix socket", "Listeners:0:TrustedProxies", "leave this out",
            [Unix, "Listeners:0:Kind=nginx", "Listeners:0:TrustedProxies:0=127.0.0.1"]
        },
        { "TLS on a Unix socket", "Listeners:0:Url", "leave Tls out", [Unix, "Listeners:0:Tls:Certificate=/a", "Listeners:0:Tls:Key=/b"] },
        { "a mode without a Unix socket", "Listeners:0:SocketMode", "unix:PATH",
            ["Listeners:0:Url=http://*:1", "Listeners:0:SocketMode=660"] },
        { "a group without a Unix socket", "Listeners:0:SocketGroup", "unix:PATH",
            ["Listeners:0:Url=http://*:1", "Listeners:0:SocketGroup=0"] },
        { "a prefix that is no path", "Listeners:0:PathPrefix", "begins with /", [Port, "Listeners:0:PathPrefix=authz"] },
        { "a prefix with a query", "Listeners:0:PathPrefix", "has no ?", [Port, "Listeners:0:PathPrefix=/authz?a"] },
        { "a prefix with a blank", "Listeners:0:PathPrefix", "begins with /", [Port, "Listeners:0:PathPrefix=/a b"] },
        { "a prefix where headers name the path", "Listeners:0:PathPrefix", "leave this out",
            [Port, "Listeners:0:PathPrefix=/authz", "Listeners:0:Kind=traefik", "Listeners:0:TrustedProxies=127.0.0.1"] },
        { "a prefix by gRPC", "Listeners:0:PathPrefix", "leave this out",
            [Port, "Listeners:0:PathPrefix=/authz", "Listeners:0:Kind=ext-authz-grpc"] },
        { "a negative number of hops", "Listeners:0:TrustedHops", "0", [Port, "Listeners:0:TrustedHops=-1"] },
        { "a header of the address that is none", "Listeners:0:ClientAddressHeader", "the name of a header",
            [Port, "Listeners:0:ClientAddressHeader=x client"] },
        { "a header of the address for a kind that has one", "Listeners:0:ClientAddressHeader", "leave this out",
            [Port, "Listeners:0:ClientAddressHeader=x-client", "Listeners:0:Kind=nginx", "Listeners:0:TrustedProxies=127.0.0.1"] },
        { "one path twice", "Listeners", "belongs to another listener", [Unix, "Listeners:1:Name=b", Unix.Replace('0', '1')] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Refuses(string description, string setting, string part, string[] settings)
    {
        Read(settings);

        var error = Assert.Single(_errors);
        Expect.Equal($"TokenAuthz:{setting}", error.Path, description);
        Expect.Contains(part, error.Message, description);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1, "Url=http://*:1")]
    [InlineData(HttpProtocols.Http1, "Url=http://*:1", "Protocol=http1")]
    [InlineData(HttpProtocols.Http2, "Url=http://*:1", "Protocol=http2")]
    [InlineData(HttpProtocols.Http2, "Url=http://*:1", "Kind=ext-authz-grpc")]
    [InlineData(HttpProtocols.Http2, "Url=http://*:1", "Kind=ext-authz-grpc", "Protocol=http2")]
    [InlineData(HttpProtocols.Http2, "Url=http://*:1", "Kind=nginx", "Protocol=http2")]
    [InlineData(HttpProtocols.Http1AndHttp2, "Url=https://*:1", "Tls:Certificate=/a", "Tls:Key=/b")]
    [InlineData(HttpProtocols.Http1, "Url=https://*:1", "Tls:Certificate=/a", "Tls:Key=/b", "Protocol=http1")]
    [InlineData(HttpProtocols.Http2, "Url=https://*:1", "Tls:Certificate=/a", "Tls:Key=/b", "Protocol=http2")]
    [InlineData(HttpProtocols.Http2, "Url=unix:/a", "Protocol=http2")]
    public void Reads_which_version_of_HTTP_a_listener_speaks(HttpProtocols protocols, params string[] settings)
    {
        var listener = Assert.Single(Read([.. settings.Select(setting => $"Listeners:0:{setting}")]).Listeners);

        Assert.Empty(_errors);
        Assert.Equal(protocols, listener.Protocols);
    }

    [Theory]
    [InlineData("660", null)]
    [InlineData("600", null, "SocketMode=600")]
    [InlineData("666", 4711, "SocketMode=0666", "SocketGroup=4711")]
    [InlineData("660", 0, "SocketGroup=root")]
    public void Reads_a_Unix_socket(string mode, int? group, params string[] settings)
    {
        var listener = Assert.Single(Read([Unix, .. settings.Select(setting => $"Listeners:0:{setting}")]).Listeners);

        Assert.Empty(_errors);
        Assert.Equal("unix:/run/token-authz/check.sock", listener.Url);
        Assert.Equal(
            ("/run/token-authz/check.sock", mode, group),
            (listener.Socket!.Path, Convert.ToString((int)listener.Socket.Mode, 8), listener.Socket.GroupId));
    }

    [Fact]
    public void Takes_the_longest_path()
    {
        var longest = $"/{new string('a', 106)}";

        Assert.Equal(longest, Assert.Single(Read($"Listeners:0:Url=unix:{longest}").Listeners).Socket!.Path);
        Assert.Empty(_errors);
    }

    [Fact]
    public void Takes_several_Unix_sockets_beside_a_port()
    {
        Read(Unix, "Listeners:1:Name=b", "Listeners:1:Url=unix:/b", "Listeners:2:Name=c", "Listeners:2:Url=http://*:1");

        Assert.Empty(_errors);
    }

    private ServiceSettings Read(params string[] settings) => ServiceSettings.Read(WrittenSettings.Section(_errors, settings));
}
