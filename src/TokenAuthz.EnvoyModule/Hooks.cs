using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TokenAuthz.Engine.Configuration;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// The functions that Envoy calls. No exception leaves a hook, because it would end Envoy: a configuration that fails is refused, a
/// request that fails is denied.
/// </summary>
[SuppressMessage("Design", "CA1031", Justification = "No exception may leave a hook.")]
internal static unsafe class Hooks
{
    private const string Prefix = "envoy_dynamic_module_on_";

    /// <summary>Envoy has loaded the module.</summary>
    /// <returns>The version of the ABI; null to be refused.</returns>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "program_init")]
    public static byte* ProgramInit()
    {
        try
        {
            var missing = Bind(NativeLibrary.GetMainProgramHandle());
            var information = typeof(Hooks).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
            var version = information?.InformationalVersion.Split('+')[0];
            var abi = Encoding.ASCII.GetString(EnvoyAbi.Version[..^1]);
            if (missing.Count > 0)
            {
                throw new InvalidOperationException(
                    $"this Envoy is none that TokenAuthz {version} is built for, which are {Envoys} (ABI {abi}): "
                    + $"it has no {string.Join(", ", missing)}");
            }

            EnvoyLog.Info($"TokenAuthz {version} loaded, built for Envoy {Envoys} (ABI {abi})");
            return (byte*)Unsafe.AsPointer(in MemoryMarshal.GetReference(EnvoyAbi.Version));
        }
        catch (Exception e)
        {
            // To standard error, because the function that writes to Envoy's log may be missing.
            Console.Error.WriteLine($"token_authz: {e.Message}");
            return null;
        }
    }

    /// <summary>Envoy reads a filter.</summary>
    /// <returns>A handle of the filter; 0 to refuse the configuration.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of when Envoy does not need it any more.")]
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_config_new")]
    public static nint FilterConfigNew(nint configuration, Text name, Text settings)
    {
        var filter = "";
        try
        {
            filter = TextOf(name);
            return HandleOf(new Filter(configuration, filter, TextOf(settings)));
        }
        catch (Exception e)
        {
            return Refuse($"filter {filter}", e);
        }
    }

    /// <summary>Envoy does not need a filter any more; all its requests have ended.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_config_destroy")]
    public static void FilterConfigDestroy(nint filter)
    {
        try
        {
            var handle = GCHandle.FromIntPtr(filter);
            ((Filter)handle.Target!).Dispose();
            handle.Free();
        }
        catch (Exception e)
        {
            EnvoyLog.Failed("Ending a filter failed", e);
        }
    }

    /// <summary>Envoy reads the settings of a route.</summary>
    /// <returns>A handle of them; 0 to refuse the configuration.</returns>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_per_route_config_new")]
    public static nint RouteSettingsNew(Text name, Text settings)
    {
        try
        {
            return RouteSettings.HandleOf(RouteSettings.Read(TextOf(settings)));
        }
        catch (Exception e)
        {
            return Refuse("a route", e);
        }
    }

    /// <summary>Envoy does not need the settings of a route any more.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_per_route_config_destroy")]
    public static void RouteSettingsDestroy(nint settings) => GCHandle.FromIntPtr(settings).Free();

    /// <summary>A request begins.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_new")]
    public static Exchange* FilterNew(nint filter, nint stream) => Exchange.Begin(filter);

    /// <summary>A request has ended.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_destroy")]
    public static void FilterDestroy(Exchange* exchange) => Exchange.End(exchange);

    /// <summary>A request's headers are there.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_request_headers")]
    public static Iteration RequestHeaders(nint stream, Exchange* exchange, byte isEnd)
    {
        try
        {
            return exchange->Filter.OnHeaders(stream, ref *exchange, isEnd != 0);
        }
        catch (Exception e)
        {
            return Deny(stream, exchange, e);
        }
    }

    /// <summary>A piece of a request's body is there.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_request_body")]
    public static Iteration RequestBody(nint stream, Exchange* exchange, byte isEnd) => Body(stream, exchange, isEnd != 0);

    /// <summary>A request's trailers are there, so that its body is there in full.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_request_trailers")]
    public static Iteration RequestTrailers(nint stream, Exchange* exchange) => Body(stream, exchange, isEnd: true);

    private static Iteration Body(nint stream, Exchange* exchange, bool isEnd)
    {
        try
        {
            return exchange->State switch
            {
                ExchangeState.Passed => Iteration.Continue,
                ExchangeState.AwaitsBody => exchange->Filter.OnBody(stream, ref *exchange, isEnd),
                ExchangeState.Open or ExchangeState.Denied => Iteration.Stop,
                _ => throw new UnreachableException(),
            };
        }
        catch (Exception e)
        {
            return Deny(stream, exchange, e);
        }
    }

    // If even the deny fails, the request never continues.
    private static Iteration Deny(nint stream, Exchange* exchange, Exception failure)
    {
        try
        {
            return exchange->Filter.OnFailure(stream, ref *exchange, failure);
        }
        catch (Exception e)
        {
            EnvoyLog.Failed("A request could not be denied and gets no answer", e);
            return Iteration.Stop;
        }
    }

    private static nint Refuse(string what, Exception exception)
    {
        if (exception is not ConfigurationException configuration) EnvoyLog.Failed($"{what} is refused", exception);
        else foreach (var error in configuration.Errors) EnvoyLog.Error($"{what} is refused: {error}");
        return 0;
    }

    private static nint HandleOf(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    private static string TextOf(Text text) => Encoding.UTF8.GetString(text.Span);
}
