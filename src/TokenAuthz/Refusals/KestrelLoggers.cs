namespace TokenAuthz.Refusals;

/// <summary>
/// Passes every logger on, and passes Kestrel's events to <see cref="KestrelEvents"/> as well, whatever the level of the log is.
/// </summary>
internal sealed class KestrelLoggers(ILoggerFactory others, KestrelEvents events) : ILoggerFactory
{
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    // Not the category Kestrel itself: if its level is Information, its messages hold a part of a refused request, and so a token.
    private static readonly string[] ReadInFull =
        [$"{Kestrel}.BadRequests", $"{Kestrel}.Http2", $"{Kestrel}.Https.Internal.HttpsConnectionMiddleware"];

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith(Kestrel, StringComparison.Ordinal)
        ? new Logger(others.CreateLogger(categoryName), events, ReadInFull.Contains(categoryName) ? LogLevel.Debug : LogLevel.Critical)
        : others.CreateLogger(categoryName);

    public void AddProvider(ILoggerProvider provider) => others.AddProvider(provider);

    public void Dispose() => others.Dispose();

    private sealed class Logger(ILogger log, KestrelEvents events, LogLevel readFrom) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel >= readFrom || log.IsEnabled(logLevel);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.BeginScope(state);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= readFrom) events.Read(logLevel, eventId, state as IReadOnlyList<KeyValuePair<string, object?>>, exception);
            if (log.IsEnabled(logLevel)) log.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
