using System.Runtime.InteropServices;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Hooks that Envoy requires of every module and that the check does not need. Each returns 0, which lets the request go on, and ignores
/// its arguments, which the calling conventions of x64 and arm64 allow.
/// </summary>
internal static class UnusedHooks
{
    private const string Prefix = "envoy_dynamic_module_on_http_filter_";

    [UnmanagedCallersOnly(EntryPoint = Prefix + "response_headers")]
    public static nint ResponseHeaders() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "response_body")]
    public static nint ResponseBody() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "response_trailers")]
    public static nint ResponseTrailers() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "stream_complete")]
    public static nint StreamComplete() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "scheduled")]
    public static nint Scheduled() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "local_reply")]
    public static nint LocalReply() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_callout_done")]
    public static nint HttpCalloutDone() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_stream_headers")]
    public static nint HttpStreamHeaders() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_stream_data")]
    public static nint HttpStreamData() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_stream_trailers")]
    public static nint HttpStreamTrailers() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_stream_complete")]
    public static nint HttpStreamComplete() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_stream_reset")]
    public static nint HttpStreamReset() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "downstream_above_write_buffer_high_watermark")]
    public static nint DownstreamAboveWriteBufferHighWatermark() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "downstream_below_write_buffer_low_watermark")]
    public static nint DownstreamBelowWriteBufferLowWatermark() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_scheduled")]
    public static nint ConfigScheduled() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_http_callout_done")]
    public static nint ConfigHttpCalloutDone() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_http_stream_headers")]
    public static nint ConfigHttpStreamHeaders() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_http_stream_data")]
    public static nint ConfigHttpStreamData() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_http_stream_trailers")]
    public static nint ConfigHttpStreamTrailers() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_http_stream_complete")]
    public static nint ConfigHttpStreamComplete() => 0;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "config_http_stream_reset")]
    public static nint ConfigHttpStreamReset() => 0;
}
