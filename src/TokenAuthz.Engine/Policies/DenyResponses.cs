using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TokenAuthz.Signing;

namespace TokenAuthz.Engine.Policies;

/// <summary>A policy's answer to each reason for a deny, made once. Immutable.</summary>
public sealed class DenyResponses
{
    /// <summary>The status of a deny for which none is set.</summary>
    public const int DefaultStatus = 403;

    private const int Unauthorized = 401;

    private readonly ImmutableArray<DenyResponse> _responses;

    /// <param name="body">The form of the body.</param>
    /// <param name="statuses">The statuses that are set.</param>
    /// <param name="headers">The headers that are added, with names in lower case.</param>
    /// <param name="schemes">The authentication schemes of the policy's tokens: <c>Bearer</c>.</param>
    internal DenyResponses(
        DenyBody body,
        IReadOnlyDictionary<DenyReason, int> statuses,
        ImmutableArray<KeyValuePair<string, string>> headers,
        IReadOnlyCollection<string> schemes) => _responses =
    [
        .. DenyReasons.All.Select(reason =>
        {
            var status = statuses.GetValueOrDefault(reason, DefaultStatus);
            return Make(reason, status, HeadersOf(reason, status, headers, schemes), body);
        }),
    ];

    /// <summary>403 with the reason as text.</summary>
    public static DenyResponses Default { get; } = new(DenyBody.Text, ImmutableDictionary<DenyReason, int>.Empty, [], []);

    /// <summary>The answer to a reason.</summary>
    public DenyResponse this[DenyReason reason] => _responses[(int)reason];

    // A challenge of the policy's own replaces the usual one. Other statuses have none.
    private static ImmutableArray<DenyHeader> HeadersOf(
        DenyReason reason, int status, ImmutableArray<KeyValuePair<string, string>> added, IReadOnlyCollection<string> schemes)
    {
        var headers = new List<DenyHeader> { new(DenyHeaders.Reason, reason.Code()), new(DenyHeaders.CacheControl, DenyHeaders.NoStore) };
        headers.AddRange(
            added.Where(header => header.Key != DenyHeaders.Challenge).Select(header => new DenyHeader(header.Key, header.Value)));
        if (status != Unauthorized) return [.. headers];
        var own = added.FirstOrDefault(header => header.Key == DenyHeaders.Challenge).Value;
        return [.. headers, new(DenyHeaders.Challenge, own ?? Challenge.Of(schemes, reason))];
    }

    private static DenyResponse Make(DenyReason reason, int status, ImmutableArray<DenyHeader> headers, DenyBody body) => body switch
    {
        DenyBody.Text => new(reason, status, "text/plain", headers, Encoding.ASCII.GetBytes(reason.Text())),
        DenyBody.Problem => new(reason, status, "application/problem+json", headers, Problem(reason, status)),
        _ => throw new UnreachableException(),
    };

    // RFC 9457; without a serializer, which needs reflection that a native build has not.
    private static byte[] Problem(DenyReason reason, int status)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", reason.Text());
            json.WriteNumber("status", status);
            json.WriteString("reason", reason.Code());
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
