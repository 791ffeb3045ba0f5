using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Envoy's functions that a dynamic module may call, and what is handed over, as Envoy's <c>abi.h</c> has them. Envoy's
/// program exports them; they are looked up once, when it loads the module.
/// </summary>
/// <remarks>
/// Functions that only read or write memory of Envoy's are called without telling the collector
/// (<see cref="CallConvSuppressGCTransition"/>), which costs more than the call. Functions that may call back or wait are not.
/// </remarks>
internal static unsafe partial class EnvoyAbi
{
    /// <summary>The versions of Envoy that have this ABI.</summary>
    public const string Envoys = "1.40";

    private const string Prefix = "envoy_dynamic_module_callback_";
    private const int RequestHeaders = 0;
    private const int SourceAddress = 24;

    private static delegate* unmanaged[SuppressGCTransition]<nint, int, Text, Text*, nuint, nuint*, byte> s_getHeader;
    private static delegate* unmanaged[SuppressGCTransition]<nint, int, Text, Text, byte> s_setHeader;
    private static delegate* unmanaged[SuppressGCTransition]<nint, int, nuint> s_getHeaderCount;
    private static delegate* unmanaged[SuppressGCTransition]<nint, int, Header*, byte> s_getHeaders;
    private static delegate* unmanaged[SuppressGCTransition]<nint, int, Text*, byte> s_getAttribute;
    private static delegate* unmanaged[SuppressGCTransition]<nint, nint> s_getRouteSettings;
    private static delegate* unmanaged[SuppressGCTransition]<nint, BodyPart, nuint> s_getBodySize;
    private static delegate* unmanaged[SuppressGCTransition]<nint, BodyPart, nuint> s_getChunkCount;
    private static delegate* unmanaged[SuppressGCTransition]<nint, BodyPart, Text*, byte> s_getChunks;
    private static delegate* unmanaged[SuppressGCTransition]<nint, byte> s_isReceivedBuffered;
    private static delegate* unmanaged<nint, ulong, void> s_setBufferLimit;
    private static delegate* unmanaged[SuppressGCTransition]<nint, nuint, Text*, nuint, ulong, int> s_incrementCounter;
    private static delegate* unmanaged[SuppressGCTransition]<LogLevel, byte> s_isLogged;
    private static delegate* unmanaged<nint, uint, Header*, nuint, Text, Text, void> s_sendResponse;
    private static delegate* unmanaged<LogLevel, Text, void> s_log;

    /// <summary>The ABI's version, as Envoy compares it.</summary>
    public static ReadOnlySpan<byte> Version => "v0.2.0\0"u8;

    /// <summary>Bytes that this value does not own; those of Envoy are valid until the hook returns.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Text(byte* pointer, nuint length)
    {
        private readonly byte* _pointer = pointer;
        private readonly nuint _length = length;

        public ReadOnlySpan<byte> Span => new(_pointer, checked((int)_length));

        /// <summary>A text in ASCII that lives as long as the process.</summary>
        public static Text Lasting(string text)
        {
            var bytes = (byte*)NativeMemory.Alloc((nuint)text.Length);
            return new(bytes, (nuint)Encoding.ASCII.GetBytes(text, new(bytes, text.Length)));
        }
    }

    /// <summary>A header of a request or an answer.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Header(Text name, Text value)
    {
        private readonly Text _name = name;
        private readonly Text _value = value;

        public ReadOnlySpan<byte> Name => _name.Span;
    }

    /// <summary>Which part of a request's body.</summary>
    internal enum BodyPart
    {
        /// <summary>The bytes that the hook was called for.</summary>
        Received,

        /// <summary>The bytes that were held back before.</summary>
        Buffered,
    }

    /// <summary>The levels of Envoy's log.</summary>
    internal enum LogLevel
    {
        Debug = 1,
        Info,
        Warn,
        Error,
        Critical,
    }

    /// <summary>The return value of a hook of the request's headers, body or trailers.</summary>
    internal enum Iteration
    {
        /// <summary>The next filter takes over.</summary>
        Continue,

        /// <summary>No other filter runs for now, and the body is held back.</summary>
        Stop,

        /// <summary>
        /// As <see cref="Stop"/>, but no hook is called for the body before the request goes on, and when Envoy's buffer is full it
        /// stops reading from the client in the place of a 413. Only of the hook of the headers.
        /// </summary>
        StopAll = 4,
    }

    /// <summary>Looks up every function.</summary>
    /// <param name="envoy">A handle of the program that exports them.</param>
    /// <returns>The names of the functions that Envoy does not have.</returns>
    public static IReadOnlyList<string> Bind(nint envoy)
    {
        var missing = new List<string>();
        s_log = (delegate* unmanaged<LogLevel, Text, void>)Find("log");
        s_isLogged = (delegate* unmanaged[SuppressGCTransition]<LogLevel, byte>)Find("log_enabled");
        s_getHeader = (delegate* unmanaged[SuppressGCTransition]<nint, int, Text, Text*, nuint, nuint*, byte>)Find("http_get_header");
        s_setHeader = (delegate* unmanaged[SuppressGCTransition]<nint, int, Text, Text, byte>)Find("http_set_header");
        s_getHeaderCount = (delegate* unmanaged[SuppressGCTransition]<nint, int, nuint>)Find("http_get_headers_size");
        s_getHeaders = (delegate* unmanaged[SuppressGCTransition]<nint, int, Header*, byte>)Find("http_get_headers");
        s_getAttribute = (delegate* unmanaged[SuppressGCTransition]<nint, int, Text*, byte>)Find("http_filter_get_attribute_string");
        s_getRouteSettings = (delegate* unmanaged[SuppressGCTransition]<nint, nint>)Find("get_most_specific_route_config");
        s_getBodySize = (delegate* unmanaged[SuppressGCTransition]<nint, BodyPart, nuint>)Find("http_get_body_size");
        s_getChunkCount = (delegate* unmanaged[SuppressGCTransition]<nint, BodyPart, nuint>)Find("http_get_body_chunks_size");
        s_getChunks = (delegate* unmanaged[SuppressGCTransition]<nint, BodyPart, Text*, byte>)Find("http_get_body_chunks");
        s_isReceivedBuffered = (delegate* unmanaged[SuppressGCTransition]<nint, byte>)Find("http_received_buffered_request_body");
        s_setBufferLimit = (delegate* unmanaged<nint, ulong, void>)Find("http_set_buffer_limit");
        s_incrementCounter =
            (delegate* unmanaged[SuppressGCTransition]<nint, nuint, Text*, nuint, ulong, int>)Find("http_filter_increment_counter");
        s_sendResponse = (delegate* unmanaged<nint, uint, Header*, nuint, Text, Text, void>)Find("http_send_response");
        BindScheduling(Find);
        BindStatistics(Find);
        return missing;

        nint Find(string name)
        {
            if (NativeLibrary.TryGetExport(envoy, Prefix + name, out var address)) return address;
            missing.Add(Prefix + name);
            return 0;
        }
    }

    /// <summary>
    /// The client's address with its port, which Envoy determines by its own settings of trust: <c>10.0.0.1:4711</c>,
    /// <c>[fd00::1]:4711</c>.
    /// </summary>
    public static ReadOnlySpan<byte> GetSourceAddress(nint stream)
    {
        Text address = default;
        return s_getAttribute(stream, SourceAddress, &address) != 0 ? address.Span : default;
    }

    /// <summary>The handle of the route's settings, which their hook returned; 0 when the route has none.</summary>
    public static nint GetRouteSettings(nint stream) => s_getRouteSettings(stream);

    /// <summary>Has Envoy hold back so many bytes of the body, whatever the limit of its connections is.</summary>
    public static void SetBufferLimit(nint stream, int bytes) => s_setBufferLimit(stream, (ulong)bytes);

    /// <summary>How many bytes of the body are there.</summary>
    public static long GetBodySize(nint stream)
    {
        var received = IsReceivedApart(stream) ? s_getBodySize(stream, BodyPart.Received) : 0;
        return (long)(s_getBodySize(stream, BodyPart.Buffered) + received);
    }

    /// <summary>Copies the body into pooled memory, because Envoy has it in pieces and a signature covers all of it.</summary>
    /// <param name="stream">The request.</param>
    /// <param name="length">What <see cref="GetBodySize"/> says.</param>
    public static IMemoryOwner<byte> ReadBody(nint stream, int length)
    {
        var body = MemoryPool<byte>.Shared.Rent(length);
        var rest = CopyBody(stream, BodyPart.Buffered, body.Memory.Span[..length]);
        if (IsReceivedApart(stream)) CopyBody(stream, BodyPart.Received, rest);
        return body;
    }

    /// <summary>Answers the client in the upstream's place.</summary>
    /// <param name="stream">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its body.</param>
    /// <param name="details">The text of <c>%RESPONSE_CODE_DETAILS%</c>.</param>
    public static void SendResponse(nint stream, int status, ReadOnlySpan<Header> headers, ReadOnlySpan<byte> body, Text details)
    {
        fixed (Header* headersPointer = headers)
        fixed (byte* bodyPointer = body)
            s_sendResponse(stream, (uint)status, headersPointer, (nuint)headers.Length, new(bodyPointer, (nuint)body.Length), details);
    }

    /// <summary>Counts one.</summary>
    public static void Increment(nint stream, nuint counter) => _ = s_incrementCounter(stream, counter, null, 0, 1);

    /// <summary>Whether Envoy writes messages of a level.</summary>
    public static bool IsLogged(LogLevel level) => s_isLogged(level) != 0;

    /// <summary>Writes to Envoy's log.</summary>
    public static void Log(LogLevel level, ReadOnlySpan<byte> message)
    {
        fixed (byte* bytes = message) s_log(level, new(bytes, (nuint)message.Length));
    }

    // If a filter in front held the whole body back, the same bytes are received and buffered.
    private static bool IsReceivedApart(nint stream) => s_isReceivedBuffered(stream) == 0;

    private static Span<byte> CopyBody(nint stream, BodyPart part, Span<byte> body)
    {
        var chunks = new Text[(int)s_getChunkCount(stream, part)];
        fixed (Text* first = chunks) _ = s_getChunks(stream, part, first);
        foreach (var chunk in chunks)
        {
            chunk.Span.CopyTo(body);
            body = body[chunk.Span.Length..];
        }

        return body;
    }
}
