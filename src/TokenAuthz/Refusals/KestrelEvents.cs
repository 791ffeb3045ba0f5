using System.Security.Authentication;
using TokenAuthz.Connections;

namespace TokenAuthz.Refusals;

/// <summary>
/// Reads in Kestrel's log which requests and connections Kestrel refuses by itself, and that it stops accepting. Kestrel says so nowhere
/// else, and mostly at the level Debug.
/// </summary>
internal sealed class KestrelEvents(OpenConnections connections)
{
    /// <summary>Takes each refusal, with its cause in Kestrel's words.</summary>
    public Action<RefusalReason, OpenConnection?, string>? Refused { get; set; }

    /// <summary>Is called when a listener has stopped accepting, for good.</summary>
    public Action<Exception>? StoppedAccepting { get; set; }

    /// <summary>Reads one event.</summary>
    public void Read(LogLevel level, EventId id, IReadOnlyList<KeyValuePair<string, object?>>? values, Exception? exception)
    {
        switch (id.Name)
        {
            case "ConnectionBadRequest":
                Refuse(ReasonOf((exception as BadHttpRequestException)?.StatusCode), "ConnectionId");
                break;
            case "RequestBodyMinimumDataRateNotSatisfied" when Value("TraceIdentifier") is null:
                // Of HTTP/2. An HTTP/1 request that is too slow has its check, which denies the incomplete body.
                Refuse(RefusalReason.TooSlow, "ConnectionId");
                break;
            case "Http2ConnectionError" or "Http2StreamError" or "HPackDecodingError":
                Refuse(RefusalReason.ProtocolError, "ConnectionId");
                break;
            case "Http2StreamResetAbort" when Value("error") is not ("NO_ERROR" or "CANCEL"):
                Refuse(RefusalReason.ProtocolError, "TraceIdentifier");
                break;
            case "AuthenticationFailed" when exception is AuthenticationException:
                Refused?.Invoke(RefusalReason.TlsHandshake, OpenConnection.OfHandshake, exception.GetBaseException().Message);
                break;
            case "AuthenticationTimedOut":
                Refused?.Invoke(RefusalReason.TlsHandshake, OpenConnection.OfHandshake, "the handshake took too long");
                break;
            case null when level is LogLevel.Critical && exception is not null:
                StoppedAccepting?.Invoke(exception);
                break;
            default: // Any other event refuses nothing.
                break;
        }

        // The identifier of a request begins with that of its connection: 0HN6ABC:00000001.
        void Refuse(RefusalReason reason, string name)
        {
            var connection = Value(name) is { } value ? connections.Find(value.Split(':')[0]) : null;
            Refused?.Invoke(reason, connection, exception?.Message ?? id.Name!);
        }

        string? Value(string name) => values?.FirstOrDefault(value => value.Key == name).Value?.ToString();
    }

    private static RefusalReason ReasonOf(int? status) => status switch
    {
        StatusCodes.Status408RequestTimeout => RefusalReason.TooSlow,
        StatusCodes.Status413PayloadTooLarge => RefusalReason.TooLarge,
        StatusCodes.Status414UriTooLong => RefusalReason.TooLarge,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => RefusalReason.TooLarge,
        _ => RefusalReason.IllFormed,
    };
}
