using System.Runtime.InteropServices;
using System.Text;
using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EnvoyModule;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The module in this process, called as Envoy calls it, with envoy.c in Envoy's place.</summary>
public sealed class EnvoyStandIn : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("token-authz-stand-in-").FullName;
    private unsafe delegate* unmanaged<byte*, nuint, byte*, nuint, void> _request;
    private unsafe delegate* unmanaged<int> _answer;
    private unsafe delegate* unmanaged<byte*> _reason;
    private nint _filter;

    public async ValueTask InitializeAsync()
    {
        if (Programs.Find("clang") is null) return;
        var library = Path.Combine(_folder, "envoy.so");
        await Compiler.BuildAsync("envoy.c", library);
        Load(NativeLibrary.Load(library));
    }

    public unsafe ValueTask DisposeAsync()
    {
        if (_filter != 0) ((delegate* unmanaged<nint, void>)&Hooks.FilterConfigDestroy)(_filter);
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    /// <summary>Sends a request through the hooks, from the first to the last.</summary>
    /// <param name="path">Its target.</param>
    /// <param name="token">Its token.</param>
    /// <param name="tokenLength">How long the stand-in says that the token is, if it does not say the truth.</param>
    /// <returns>Whether it goes on, and what the client is told.</returns>
    internal unsafe (Iteration Next, int Status) Pass(ReadOnlySpan<byte> path, ReadOnlySpan<byte> token, nuint? tokenLength = null)
    {
        fixed (byte* pathPointer = path, tokenPointer = token)
        {
            _request(pathPointer, (nuint)path.Length, tokenPointer, tokenLength ?? (nuint)token.Length);
            var exchange = ((delegate* unmanaged<nint, nint, Exchange*>)&Hooks.FilterNew)(_filter, 1);
            var next = ((delegate* unmanaged<nint, Exchange*, byte, Iteration>)&Hooks.RequestHeaders)(1, exchange, 1);
            ((delegate* unmanaged<Exchange*, void>)&Hooks.FilterDestroy)(exchange);
            return (next, _answer());
        }
    }

    /// <summary>Why the last request was denied.</summary>
    internal unsafe string? Reason() => Marshal.PtrToStringUTF8((nint)_reason());

    private unsafe void Load(nint library)
    {
        _request = (delegate* unmanaged<byte*, nuint, byte*, nuint, void>)NativeLibrary.GetExport(library, "request");
        _answer = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "answer");
        _reason = (delegate* unmanaged<byte*>)NativeLibrary.GetExport(library, "answer_reason");
        Assert.Empty(Bind(library));
        fixed (byte* name = "filter"u8, settings = Encoding.UTF8.GetBytes(SettingsJson.Of([])))
            _filter = ((delegate* unmanaged<nint, Text, Text, nint>)&Hooks.FilterConfigNew)(1, new(name, 6), new(settings, (nuint)SettingsJson.Of([]).Length));
        Assert.NotEqual(0, _filter);
    }
}
