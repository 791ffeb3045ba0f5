namespace TokenAuthz.Observability;

/// <summary>How the log is written.</summary>
internal enum LogFormat
{
    /// <summary>A line of compact JSON (CLEF) for each event, for programs.</summary>
    Json,

    /// <summary>Time, level and message, for people.</summary>
    Text,
}
