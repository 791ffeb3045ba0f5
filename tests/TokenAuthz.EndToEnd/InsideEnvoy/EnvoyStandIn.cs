using System.Runtime.InteropServices;
using System.Text;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EnvoyModule;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The module in this process; envoy.c calls it in the place of Envoy.</summary>
[CollectionDefinition(nameof(EnvoyStandIn))]
public sealed class EnvoyStandIn : ICollectionFixture<EnvoyStandIn>, IAsyncLifetime
{
    // Bodies below this path are signed.
    private static readonly string[] Policies =
    [
        "Policies:0:Name=hooks", "Policies:0:Paths:0=/hook", "Policies:0:Scheme=github-webhook",
        "Policies:1:Name=default",
    ];

    private readonly TemporaryFolder _folder = new();
    private unsafe delegate* unmanaged<byte*, nuint, byte*, nuint, void> _request;
    private unsafe delegate* unmanaged<byte*, nuint, void> _sign;
    private unsafe delegate* unmanaged<byte*, nuint*, byte, void> _body;
    private unsafe delegate* unmanaged<int> _answer;
    private unsafe delegate* unmanaged<byte*> _reason;
    private unsafe delegate* unmanaged<int> _lookUps;
    private unsafe delegate* unmanaged<nint, nint, Exchange*> _new;
    private unsafe delegate* unmanaged<nint, Exchange*, byte, Iteration> _requestBody;
    private unsafe delegate* unmanaged<nint, Exchange*, Iteration> _requestTrailers;
    private unsafe delegate* unmanaged<Exchange*, void> _destroy;
    private unsafe delegate* unmanaged<int> _schedulers;
    private unsafe delegate* unmanaged<int> _scheduled;
    private nint _filter;

    public async ValueTask InitializeAsync()
    {
        if (Programs.Find("clang") is null) return;
        var library = _folder["envoy.so"];
        await Compiler.BuildAsync(
            library, "tests/TokenAuthz.EndToEnd/InsideEnvoy/envoy.c", "src/TokenAuthz.EnvoyModule/hooks.c");
        Load(NativeLibrary.Load(library));
    }

    public unsafe ValueTask DisposeAsync()
    {
        if (_filter != 0) ((delegate* unmanaged<nint, void>)&Hooks.FilterConfigDestroy)(_filter);
        _folder.Dispose();
        return default;
    }

    /// <summary>Sends a request through the hooks, from the first to the last.</summary>
    /// <param name="path">The target.</param>
    /// <param name="token">The token.</param>
    /// <param name="tokenLength">A wrong length of the token; null for the right one.</param>
    /// <returns>Whether the request goes on, and the status of the answer to the client.</returns>
    internal unsafe (Iteration Next, int Status) Pass(ReadOnlySpan<byte> path, ReadOnlySpan<byte> token, nuint? tokenLength = null)
    {
        fixed (byte* pathPointer = path, tokenPointer = token)
        {
            _request(pathPointer, (nuint)path.Length, tokenPointer, tokenLength ?? (nuint)token.Length);
            var exchange = _new(_filter, 1);
            var next = ((delegate* unmanaged<nint, Exchange*, byte, Iteration>)&Hooks.RequestHeaders)(1, exchange, 1);
            _destroy(exchange);
            return (next, _answer());
        }
    }

    /// <summary>Sends a request to <c>/hook</c> through the hooks, its body as it comes.</summary>
    /// <param name="signature">The signature of the body, as its header has it.</param>
    /// <param name="body">The body.</param>
    /// <param name="calls">The calls of the hooks behind that of the headers.</param>
    /// <returns>Whether the request goes on after each call, and what the client is told.</returns>
    internal unsafe (Iteration[] Next, int Status) PassBody(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> body, params BodyCall[] calls)
    {
        fixed (byte* pathPointer = "/hook"u8, signaturePointer = signature, bodyPointer = body)
        {
            _request(pathPointer, 5, null, 0);
            _sign(signaturePointer, (nuint)signature.Length);
            var exchange = _new(_filter, 1);
            var next = new Iteration[1 + calls.Length];
            next[0] = ((delegate* unmanaged<nint, Exchange*, byte, Iteration>)&Hooks.RequestHeaders)(1, exchange, 0);
            for (var i = 0; i < calls.Length; i++) next[i + 1] = Call(exchange, bodyPointer, calls[i]);
            _destroy(exchange);
            return (next, _answer());
        }
    }

    /// <summary>Why the last request was denied.</summary>
    internal unsafe string? Reason() => Marshal.PtrToStringUTF8((nint)_reason());

    /// <summary>How many times the last request's headers were looked up.</summary>
    internal unsafe int LookUps() => _lookUps();

    /// <summary>How many schedulers were made and not freed.</summary>
    internal unsafe int Schedulers() => _schedulers();

    /// <summary>How often the module asked to be called again since the last call of this.</summary>
    internal unsafe int TakeScheduled() => _scheduled();

    private unsafe Iteration Call(Exchange* exchange, byte* body, BodyCall call)
    {
        var lengths = stackalloc nuint[] { (nuint)call.Held1, (nuint)call.Held2, (nuint)call.Received1, (nuint)call.Received2 };
        _body(body, lengths, (byte)(call.IsSame ? 1 : 0));
        return call.IsTrailers
            ? _requestTrailers(1, exchange)
            : _requestBody(1, exchange, (byte)(call.IsEnd ? 1 : 0));
    }

    private unsafe void Load(nint library)
    {
        const string Hook = "envoy_dynamic_module_on_http_filter_";
        _new = (delegate* unmanaged<nint, nint, Exchange*>)NativeLibrary.GetExport(library, Hook + "new");
        _requestBody = (delegate* unmanaged<nint, Exchange*, byte, Iteration>)NativeLibrary.GetExport(library, Hook + "request_body");
        _requestTrailers = (delegate* unmanaged<nint, Exchange*, Iteration>)NativeLibrary.GetExport(library, Hook + "request_trailers");
        _destroy = (delegate* unmanaged<Exchange*, void>)NativeLibrary.GetExport(library, Hook + "destroy");
        *(void**)NativeLibrary.GetExport(library, "on_body") = (delegate* unmanaged<nint, Exchange*, byte, Iteration>)&Hooks.RequestBody;
        *(void**)NativeLibrary.GetExport(library, "on_release") = (delegate* unmanaged<Exchange*, void>)&Hooks.Release;
        _lookUps = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "look_ups");
        _sign = (delegate* unmanaged<byte*, nuint, void>)NativeLibrary.GetExport(library, "sign");
        _body = (delegate* unmanaged<byte*, nuint*, byte, void>)NativeLibrary.GetExport(library, "body");
        _request = (delegate* unmanaged<byte*, nuint, byte*, nuint, void>)NativeLibrary.GetExport(library, "request");
        _answer = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "answer");
        _reason = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "answer_reason");
        _schedulers = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "count_schedulers");
        _scheduled = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "take_scheduled");
        Assert.Empty(Bind(library));
        var json = Encoding.UTF8.GetBytes(SettingsJson.Of(Policies));
        var begin = (delegate* unmanaged<nint, Text, Text, nint>)&Hooks.FilterConfigNew;
        fixed (byte* name = "filter"u8, settings = json) _filter = begin(1, new(name, 6), new(settings, (nuint)json.Length));
        Assert.NotEqual(0, _filter);
    }

    /// <summary>A call of a hook with the body: the lengths of its pieces, one after the other.</summary>
    /// <param name="Held1">Held back before.</param>
    /// <param name="Held2">Held back before.</param>
    /// <param name="Received1">Received with this call.</param>
    /// <param name="Received2">Received with this call.</param>
    internal readonly record struct BodyCall(int Held1, int Held2, int Received1, int Received2)
    {
        /// <summary>Whether the body ends with this call.</summary>
        public bool IsEnd { get; init; }

        /// <summary>Whether the hook is that of the trailers.</summary>
        public bool IsTrailers { get; init; }

        /// <summary>Whether the received bytes are those that were held back.</summary>
        public bool IsSame { get; init; }
    }
}
