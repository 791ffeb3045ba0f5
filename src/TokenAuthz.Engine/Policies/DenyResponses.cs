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

    private readonly ImmutableArray<DenyResponse> _responses;

    internal DenyResponses(DenyBody body, IReadOnlyDictionary<DenyReason, int> statuses) =>
        _responses = [.. DenyReasons.All.Select(reason => Make(reason, statuses.GetValueOrDefault(reason, DefaultStatus), body))];

    /// <summary>403 with the reason as text.</summary>
    public static DenyResponses Default { get; } = new(DenyBody.Text, ImmutableDictionary<DenyReason, int>.Empty);

    /// <summary>The answer to a reason.</summary>
    public DenyResponse this[DenyReason reason] => _responses[(int)reason];

    private static DenyResponse Make(DenyReason reason, int status, DenyBody body) => body switch
    {
        DenyBody.Text => new(reason, status, "text/plain", Encoding.ASCII.GetBytes(reason.Text())),
        DenyBody.Problem => new(reason, status, "application/problem+json", Problem(reason, status)),
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
