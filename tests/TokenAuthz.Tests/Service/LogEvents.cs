using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace TokenAuthz.Tests.Service;

/// <summary>What the service logged: every event, as it is and as the line that goes to standard output.</summary>
internal sealed class LogEvents : ILogEventSink
{
    private readonly ConcurrentQueue<LogEvent> _events = new();

    /// <summary>The denials, in order.</summary>
    public LogEvent[] Denials => [.. _events.Where(entry => entry.MessageTemplate.Text.StartsWith("Denied ", StringComparison.Ordinal))];

    /// <summary>All that was logged, in the form and with the bytes of standard output.</summary>
    public string Lines
    {
        get
        {
            using var output = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
            var formatter = new CompactJsonFormatter();
            foreach (var entry in _events) formatter.Format(entry, output);
            return output.ToString();
        }
    }

    /// <summary>All that was logged, as text in which the values stand unescaped.</summary>
    public string[] Messages => [.. _events.Select(entry => entry.RenderMessage(CultureInfo.InvariantCulture))];

    public LogEvent[] At(LogEventLevel level) => [.. _events.Where(entry => entry.Level == level)];

    /// <summary>A value of the only message that begins so; null when it has not been logged yet.</summary>
    public object? Value(string message, string property) =>
        (_events.SingleOrDefault(entry => entry.MessageTemplate.Text.StartsWith(message, StringComparison.Ordinal))
            ?.Properties[property] as ScalarValue)
            ?.Value;

    public void Emit(LogEvent logEvent) => _events.Enqueue(logEvent);
}
