using System.Runtime.InteropServices;
using System.Text;

namespace TokenAuthz.EnvoyModule;

/// <content>Statistics of a filter, and how another thread gets onto Envoy's main thread, which alone may set those with labels.</content>
internal static unsafe partial class EnvoyAbi
{
    private static delegate* unmanaged<nint, Text, Text*, nuint, nuint*, int> s_defineCounter;
    private static delegate* unmanaged<nint, Text, Text*, nuint, nuint*, int> s_defineGauge;
    private static delegate* unmanaged<nint, nuint, Text*, nuint, ulong, int> s_addToCounter;
    private static delegate* unmanaged<nint, nuint, Text*, nuint, ulong, int> s_setGauge;
    private static delegate* unmanaged<nint, nint> s_newFilterScheduler;
    private static delegate* unmanaged<nint, ulong, void> s_scheduleFilter;
    private static delegate* unmanaged<nint, void> s_deleteFilterScheduler;

    /// <summary>Defines a statistic, while Envoy reads the filter's configuration.</summary>
    /// <returns>The id, for the functions that count and set.</returns>
    public static nuint Define(nint configuration, Statistic statistic)
    {
        using var labels = new Labels([statistic.Name, .. statistic.Labels]);
        nuint id = 0;
        fixed (Text* texts = labels.Texts)
        {
            var define = statistic.IsGauge ? s_defineGauge : s_defineCounter;
            if (define(configuration, texts[0], texts + 1, (nuint)statistic.Labels.Length, &id) == 0) return id;
        }

        throw new InvalidOperationException($"Envoy does not take the statistic {statistic.Name}.");
    }

    /// <summary>Adds to a counter with labels. On Envoy's main thread only.</summary>
    public static void Add(nint configuration, nuint counter, ulong value, params ReadOnlySpan<string> values)
    {
        using var labels = new Labels(values);
        fixed (Text* texts = labels.Texts) _ = s_addToCounter(configuration, counter, texts, (nuint)values.Length, value);
    }

    /// <summary>Sets a gauge with labels. On Envoy's main thread only.</summary>
    public static void Set(nint configuration, nuint gauge, ulong value, params ReadOnlySpan<string> values)
    {
        using var labels = new Labels(values);
        fixed (Text* texts = labels.Texts) _ = s_setGauge(configuration, gauge, texts, (nuint)values.Length, value);
    }

    /// <summary>Makes what calls the hook <c>config_scheduled</c> on Envoy's main thread, as long as there is the filter.</summary>
    public static nint NewFilterScheduler(nint configuration) => s_newFilterScheduler(configuration);

    /// <summary>Has the hook called. From any thread.</summary>
    public static void ScheduleFilter(nint scheduler) => s_scheduleFilter(scheduler, 0);

    /// <summary>Deletes a scheduler.</summary>
    public static void DeleteFilterScheduler(nint scheduler) => s_deleteFilterScheduler(scheduler);

    private static void BindStatistics(Func<string, nint> find)
    {
        s_defineCounter = (delegate* unmanaged<nint, Text, Text*, nuint, nuint*, int>)find("http_filter_config_define_counter");
        s_defineGauge = (delegate* unmanaged<nint, Text, Text*, nuint, nuint*, int>)find("http_filter_config_define_gauge");
        s_addToCounter = (delegate* unmanaged<nint, nuint, Text*, nuint, ulong, int>)find("http_filter_config_increment_counter");
        s_setGauge = (delegate* unmanaged<nint, nuint, Text*, nuint, ulong, int>)find("http_filter_config_set_gauge");
        s_newFilterScheduler = (delegate* unmanaged<nint, nint>)find("http_filter_config_scheduler_new");
        s_scheduleFilter = (delegate* unmanaged<nint, ulong, void>)find("http_filter_config_scheduler_commit");
        s_deleteFilterScheduler = (delegate* unmanaged<nint, void>)find("http_filter_config_scheduler_delete");
    }

    // Texts in native memory, one after the other.
    private readonly ref struct Labels
    {
        private readonly byte* _memory;
        private readonly Text[] _texts;

        public Labels(ReadOnlySpan<string> texts)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(texts));
            _memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(_memory, bytes.Length));
            _texts = new Text[texts.Length];
            for (var (i, start) = (0, 0); i < texts.Length; i++)
            {
                var length = Encoding.UTF8.GetByteCount(texts[i]);
                _texts[i] = new(_memory + start, (nuint)length);
                start += length;
            }
        }

        public ReadOnlySpan<Text> Texts => _texts;

        public void Dispose() => NativeMemory.Free(_memory);
    }
}
