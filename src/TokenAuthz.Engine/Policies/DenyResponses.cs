using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TokenAuthz.Signing;

namespace TokenAuthz.Engine.Policies;

/// <summary>A policy's answer to each reason for a denial, made once. Immutable.</summary>
public sealed class DenyResponses
{
    /// <summary>The status of a denial for which none is set.</summary>
    public const int DefaultStatus = 403;

    private readonly ImmutableArray<DenyResponse> _answers;

    internal DenyResponses(DenyBody body, IReadOnlyDictionary<DenyReason, int> statuses) =>
        _answers = [.. DenyReasons.All.Select(reason => Make(reason, statuses.GetValueOrDefault(reason, DefaultStatus), body))];

    /// <summary>403 with the reason as text.</summary>
    public static DenyResponses Default { get; } = new(DenyBody.Text, ImmutableDictionary<DenyReason, int>.Empty);

    /// <summary>The answer to a reason.</summary>
    public DenyResponse this[DenyReason reason] => _answers[(int)reason];

    private static DenyResponse Make(DenyReason reason, int status, DenyBody body) =>
        body is DenyBody.Text
            ? new(status, "text/plain", Encoding.ASCII.GetBytes(reason.Text()))
            : new(status, "application/problem+json", Problem(reason, status));

    // RFC 9457; written by hand, as a native build has no reflection to do it.
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
