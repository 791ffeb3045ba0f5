using Serilog.Events;

namespace TokenAuthz.Settings;

/// <summary>What is logged.</summary>
/// <param name="Level">The least level that is written.</param>
/// <param name="DenialsPerSecond">How many denials of one reason are written a second; the rest is counted.</param>
internal sealed record LogSettings(LogEventLevel Level, int DenialsPerSecond);
