using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TokenAuthz.EnvoyModule;

namespace TokenAuthz.Tests.EnvoyModule;

/// <summary>What is handed to Envoy lies in memory as its <c>abi.h</c> has it.</summary>
public static partial class EnvoyAbiTests
{
    private const string Prefix = "envoy_dynamic_module_on_";

    [Fact]
    public static void Text_is_a_pointer_and_a_length()
    {
        Assert.Equal(16, Unsafe.SizeOf<EnvoyAbi.Text>());
        Assert.Equal([0, 8], OffsetsOf<EnvoyAbi.Text>());
    }

    [Fact]
    public static void Header_is_a_name_and_a_value()
    {
        Assert.Equal(32, Unsafe.SizeOf<EnvoyAbi.Header>());
        Assert.Equal([0, 16], OffsetsOf<EnvoyAbi.Header>());
    }

    [Fact]
    public static void Lasting_text_can_be_read_again() => Assert.Equal("x-auth-reason"u8, EnvoyAbi.Text.Lasting("x-auth-reason").Span);

    [Fact]
    public static void Version_is_that_of_the_Envoy_it_is_built_for() =>
        Assert.Equal("v0.2.0\0", Encoding.ASCII.GetString(EnvoyAbi.Version));

    [Fact]
    public static void Numbers_are_those_of_the_header_file()
    {
        Assert.Equal((0, 1), ((int)EnvoyAbi.BodyPart.Received, (int)EnvoyAbi.BodyPart.Buffered));
        Assert.Equal((0, 1), ((int)EnvoyAbi.Iteration.Continue, (int)EnvoyAbi.Iteration.Stop));
        Assert.Equal(
            (1, 2, 3, 4, 5),
            ((int)EnvoyAbi.LogLevel.Debug, (int)EnvoyAbi.LogLevel.Info, (int)EnvoyAbi.LogLevel.Warn, (int)EnvoyAbi.LogLevel.Error,
                (int)EnvoyAbi.LogLevel.Critical));
        Assert.All(
            [typeof(EnvoyAbi.BodyPart), typeof(EnvoyAbi.Iteration), typeof(EnvoyAbi.LogLevel)],
            numbers => Assert.Equal(typeof(int), Enum.GetUnderlyingType(numbers)));
    }

    [Fact]
    public static void Every_hook_of_an_http_filter_is_exported_once()
    {
        var managed = typeof(Hooks).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint)
            .OfType<string>()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        var hooks = managed.Concat(NativeHooks().Select(name => $"{Prefix}http_filter_{name}")).Order(StringComparer.Ordinal);

        Assert.Equal(
            new[]
            {
                "program_init", "http_filter_config_new", "http_filter_config_destroy", "http_filter_new", "http_filter_destroy",
                "http_filter_request_headers", "http_filter_request_body",
                "http_filter_request_trailers", "http_filter_response_headers", "http_filter_response_body",
                "http_filter_response_trailers", "http_filter_stream_complete", "http_filter_scheduled",
                "http_filter_local_reply", "http_filter_http_callout_done", "http_filter_http_stream_headers",
                "http_filter_http_stream_data", "http_filter_http_stream_trailers",
                "http_filter_http_stream_complete", "http_filter_http_stream_reset",
                "http_filter_downstream_above_write_buffer_high_watermark", "http_filter_downstream_below_write_buffer_low_watermark",
                "http_filter_per_route_config_new", "http_filter_per_route_config_destroy", "http_filter_config_scheduled",
                "http_filter_config_http_callout_done",
                "http_filter_config_http_stream_headers", "http_filter_config_http_stream_data", "http_filter_config_http_stream_trailers",
                "http_filter_config_http_stream_complete",
                "http_filter_config_http_stream_reset",
            }.Select(name => Prefix + name).Order(StringComparer.Ordinal),
            hooks);
    }

    [Fact]
    public static void Every_hook_of_the_C_file_is_exported()
    {
        var project = XDocument.Load(Repository.PathOf("src/TokenAuthz.EnvoyModule/TokenAuthz.EnvoyModule.csproj"));

        var exported = project.Descendants("NativeHook").SelectMany(item => item.Attribute("Include")!.Value.Split(';'));

        Assert.Equal(NativeHooks().Order(StringComparer.Ordinal), exported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void A_request_is_three_fields_as_in_the_C_file()
    {
        Assert.Equal([0, 8, 16], OffsetsOf<Exchange>(BindingFlags.Public));
        Assert.Equal(3, (int)ExchangeState.Passed);
    }

    private static IEnumerable<string> NativeHooks() =>
        Hook().Matches(File.ReadAllText(Repository.PathOf("src/TokenAuthz.EnvoyModule/hooks.c"))).Select(match => match.Groups[1].Value);

    // A definition begins a line; the macro UNUSED stands for one.
    [GeneratedRegex(@"^(?:UNUSED|[a-z]+ \*?HOOK)\((\w+)\)", RegexOptions.Multiline)]
    private static partial Regex Hook();

    private static int[] OffsetsOf<T>(BindingFlags others = BindingFlags.Default) =>
        [.. typeof(T)
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic | others)
            .Select(field => (int)Marshal.OffsetOf<T>(field.Name))
            .Order()];
}
