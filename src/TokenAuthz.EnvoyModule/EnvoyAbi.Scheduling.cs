namespace TokenAuthz.EnvoyModule;

/// <content>Going on with a request that waits.</content>
internal static unsafe partial class EnvoyAbi
{
    private static delegate* unmanaged<nint, nint> s_newScheduler;
    private static delegate* unmanaged<nint, void> s_deleteScheduler;
    private static delegate* unmanaged<nint, ulong, void> s_schedule;
    private static delegate* unmanaged<nint, void> s_continueDecoding;

    /// <summary>Makes a scheduler of a request, on the request's worker.</summary>
    /// <returns>The scheduler, which <see cref="DeleteScheduler"/> frees.</returns>
    public static nint NewScheduler(nint stream) => s_newScheduler(stream);

    /// <summary>Has Envoy call <see cref="Hooks.Scheduled"/> on the request's worker, unless the request ends before.</summary>
    /// <remarks>From any thread, but not once the request has ended: its worker may be gone by then, and Envoy does not look.</remarks>
    public static void Schedule(nint scheduler) => s_schedule(scheduler, 0);

    /// <summary>Frees a scheduler.</summary>
    public static void DeleteScheduler(nint scheduler) => s_deleteScheduler(scheduler);

    /// <summary>Hands a request that was stopped to the next filter. Its exchange may be freed when this returns.</summary>
    public static void Continue(nint stream) => s_continueDecoding(stream);

    private static void BindScheduling(Func<string, nint> find)
    {
        s_newScheduler = (delegate* unmanaged<nint, nint>)find("http_filter_scheduler_new");
        s_deleteScheduler = (delegate* unmanaged<nint, void>)find("http_filter_scheduler_delete");
        s_schedule = (delegate* unmanaged<nint, ulong, void>)find("http_filter_scheduler_commit");
        s_continueDecoding = (delegate* unmanaged<nint, void>)find("http_filter_continue_decoding");
    }
}
