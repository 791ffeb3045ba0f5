namespace TokenAuthz.Testing.Http;

/// <summary>Sends one request over HTTP/2 without TLS on a connection of its own. A character is a byte (Latin-1).</summary>
internal static class RawHttp2
{
    /// <summary>Sends a GET to a port of this machine.</summary>
    /// <returns>The status; 0 when the request was refused without one.</returns>
    public static async Task<int> GetAsync(int port, string target, string token)
    {
        using var connection = await Http2Connection.OpenAsync(port);
        return (await connection.AskAsync(Http2Frame.Request("GET", "example.com", target, ("token", token)))).Status;
    }
}
