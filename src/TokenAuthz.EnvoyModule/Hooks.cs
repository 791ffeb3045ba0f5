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
/// The functions that Envoy calls, and those that <c>hooks.c</c> calls in its place. No exception leaves a hook, because it would end
/// Envoy: a configuration that fails is refused, a request that fails is denied.
/// </summary>
[SuppressMessage("Design", "CA1031", Justification = "No exception may leave a hook.")]
internal static unsafe class Hooks
{
    private const string Prefix = "envoy_dynamic_module_on_";

    /// <summary>The version of the build, without the commit.</summary>
    public static string Version { get; } =
        typeof(Hooks).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    // The platform's cryptography loads the last of these when it is first used, and ends the process if it cannot. The first is in
    // memory by then, so that both may lie beside the library, where only the library looks.
    private static readonly string[] OpenSsl = ["libcrypto.so.3", "libssl.so.3"];

    /// <summary>Envoy has loaded the module.</summary>
    /// <returns>The version of the ABI; null to be refused.</returns>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "program_init")]
    public static byte* ProgramInit()
    {
        try
        {
            var missing = Bind(NativeLibrary.GetMainProgramHandle());
            var abi = Encoding.ASCII.GetString(EnvoyAbi.Version[..^1]);
            if (missing.Count > 0)
            {
                throw new InvalidOperationException(
                    $"this Envoy is none that TokenAuthz {Version} is built for, which are {Envoys} (ABI {abi}): "
                    + $"it has no {string.Join(", ", missing)}");
            }

            if (Array.Find(OpenSsl, file => !NativeLibrary.TryLoad(file, out _)) is { } absent)
            {
                throw new InvalidOperationException(
                    $"OpenSSL 3 is missing, {absent} cannot be loaded: install it in Envoy's image, or put {string.Join(" and ", OpenSsl)} "
                    + "beside libtoken_authz.so");
            }

            EnvoyLog.Info($"TokenAuthz {Version} loaded, built for Envoy {Envoys} (ABI {abi})");
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
            return GCHandle<Filter>.ToIntPtr(new(new Filter(configuration, filter, TextOf(settings))));
        }
        catch (Exception e)
        {
            return Refuse($"filter {filter}", e);
        }
    }

    /// <summary>A filter has looked for changed files.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_config_scheduled")]
    public static void FilterConfigScheduled(nint configuration, nint filter, ulong identifier)
    {
        try
        {
            GCHandle<Filter>.FromIntPtr(filter).Target.OnLook(configuration);
        }
        catch (Exception e)
        {
            EnvoyLog.Failed("Showing the configuration in the statistics failed", e);
        }
    }

    /// <summary>Envoy does not need a filter any more; all its requests have ended.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_config_destroy")]
    public static void FilterConfigDestroy(nint filter)
    {
        try
        {
            using var handle = GCHandle<Filter>.FromIntPtr(filter);
            handle.Target.Dispose();
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

    /// <summary>The claim of a request has ended.</summary>
    [UnmanagedCallersOnly(EntryPoint = Prefix + "http_filter_scheduled")]
    public static void Scheduled(nint stream, Exchange* exchange, ulong identifier)
    {
        try
        {
            if (exchange->State is ExchangeState.AwaitsClaim) exchange->Filter.OnClaim(stream, ref *exchange);
        }
        catch (Exception e)
        {
            Deny(stream, exchange, e);
        }
    }

    /// <summary>A piece of the body of a request that did not pass is there; its trailers end it.</summary>
    [UnmanagedCallersOnly(EntryPoint = "token_authz_body")]
    public static Iteration RequestBody(nint stream, Exchange* exchange, byte isEnd)
    {
        try
        {
            return exchange->State switch
            {
                ExchangeState.Passed => Iteration.Continue,
                ExchangeState.AwaitsBody => exchange->Filter.OnBody(stream, ref *exchange, isEnd != 0),
                ExchangeState.Open or ExchangeState.AwaitsClaim or ExchangeState.Denied => Iteration.Stop,
                _ => throw new UnreachableException(),
            };
        }
        catch (Exception e)
        {
            return Deny(stream, exchange, e);
        }
    }

    /// <summary>A request that keeps something has ended.</summary>
    [UnmanagedCallersOnly(EntryPoint = "token_authz_release")]
    public static void Release(Exchange* exchange) => exchange->Release();

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

    private static string TextOf(Text text) => Encoding.UTF8.GetString(text.Span);
}
