using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>Frames that a peer of HTTP/2 sends again and again, within the protocol or not.</summary>
/// <param name="Name">What floods.</param>
/// <param name="Frames">The frames of one step; the argument is a new stream.</param>
/// <param name="Steps">How many steps a peer sends.</param>
internal sealed record Flood(string Name, Func<int, string> Frames, int Steps)
{
    private const int Cancel = 8;

    /// <summary>The first frames; null for those of a client that takes every answer.</summary>
    public string? Greeting { get; private init; }

    /// <summary>Whether the peer reads what comes, and acknowledges settings.</summary>
    public bool IsRead { get; private init; } = true;

    /// <summary>The refusal that is counted; null where the peer breaks nothing.</summary>
    public string? Refused { get; private init; }

    /// <summary>Each of them, for requests of such fields.</summary>
    public static ImmutableArray<Flood> Of(string fields) =>
    [
        new("streams that are reset at once", stream => Http2Frame.Head(stream, fields) + Reset(stream), 20_000),
        new("streams that are reset at once, without reading", stream => Http2Frame.Head(stream, fields) + Reset(stream), 20_000)
        {
            IsRead = false,
        },
        new("streams beyond the limit", stream => Http2Frame.Head(stream, fields, flags: 0), 20_000) { Refused = "protocol_error" },
        new("fields that do not end", stream => Part(stream, Http2Frame.Field("x", new('a', 16_000))), 2_000)
        {
            IsRead = false, Refused = "protocol_error",
        },
        new("empty fields that do not end", stream => Part(stream, ""), int.MaxValue) { IsRead = false, Refused = "too_slow" },
        new("settings", _ => Http2Frame.Of(Http2Frame.Settings, 0, 0, Http2Frame.Number(3, 2) + Http2Frame.Number(1, 4)), 100_000),
        new("settings, without reading the acknowledgements", _ => Http2Frame.Of(Http2Frame.Settings, 0, 0), 1_000_000) { IsRead = false },
        new("pings", _ => Http2Frame.Of(Http2Frame.Ping, 0, 0, "12345678"), 100_000),
        new("pings, without reading their answers", _ => Http2Frame.Of(Http2Frame.Ping, 0, 0, "12345678"), 1_000_000) { IsRead = false },
        new("requests, without reading answers", stream => Http2Frame.Head(stream, fields), 100_000) { IsRead = false },
        new("requests, with a window that is never opened", stream => Http2Frame.Head(stream, fields), 20_000)
        {
            Greeting = Http2Frame.Preface + Http2Frame.Of(Http2Frame.Settings, 0, 0, Http2Frame.Number(4, 2) + Http2Frame.Number(0, 4)),
        },
        new("empty data",
            stream => (stream == 1 ? Http2Frame.Head(1, fields, flags: 0) : "") + Http2Frame.Of(Http2Frame.Data, 0, 1), 100_000),
        new("windows", _ => Http2Frame.Of(Http2Frame.WindowUpdate, 0, 0, Http2Frame.Number(1, 4)), 100_000),
        new("windows beyond their limit", _ => Http2Frame.Of(Http2Frame.WindowUpdate, 0, 0, Http2Frame.Number(int.MaxValue, 4)), 10)
        {
            Refused = "protocol_error",
        },
        new("a table beyond its limit", stream => Http2Frame.Head(stream, "\u003f\u00e1\u00ff\u00ff\u0007" + fields), 10)
        {
            Refused = "protocol_error",
        },
        new("tables as large as can be", stream => (stream == 1 ? Table() : "") + Http2Frame.Head(stream, fields), 1_000),
        new("a body beyond its length", stream => Body(stream, fields, "5", "too long for that"), 1_000) { Refused = "protocol_error" },
        new("a body short of its length", stream => Body(stream, fields, "50", "too short"), 1_000) { Refused = "protocol_error" },
    ];

    public override string ToString() => Name;

    private static string Reset(int stream) => Http2Frame.Of(Http2Frame.Reset, 0, stream, Http2Frame.Number(Cancel, 4));

    private static string Part(int stream, string fields) =>
        Http2Frame.Of(stream == 1 ? Http2Frame.Headers : Http2Frame.Continuation, 0, 1, fields);

    private static string Table() =>
        Http2Frame.Of(Http2Frame.Settings, 0, 0, Http2Frame.Number(1, 2) + Http2Frame.Number(uint.MaxValue, 4));

    private static string Body(int stream, string fields, string length, string body) =>
        Http2Frame.Head(stream, fields + Http2Frame.Field("content-length", length), flags: 0)
            + Http2Frame.Of(Http2Frame.Data, Http2Frame.EndOfStream, stream, body);
}
