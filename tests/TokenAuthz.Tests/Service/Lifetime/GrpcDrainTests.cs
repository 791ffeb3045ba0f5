using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TokenAuthz.Tests.Service.Grpc;
using static TokenAuthz.Grpc.Protocol.HealthCheckResponse.Types;

namespace TokenAuthz.Tests.Service.Lifetime;

/// <summary>No check by gRPC fails because a replica stops, though one connection carries many and none ends it by itself.</summary>
public static class GrpcDrainTests
{
    private const int Callers = 32;

    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(20);

    [InProcess]
    [Fact]
    public static async Task Fails_no_call_of_a_client_that_has_another_replica()
    {
        await using var leaving = Start();
        await using var staying = Start();
        var replica = leaving.CheckPort;
        using var channel = Channel(() => Volatile.Read(ref replica));
        using var load = new CancellationTokenSource();
        var allowed = 0;
        var callers = Enumerable.Range(0, Callers)
            .Select(_ => CallAsync(channel.CreateCallInvoker(), () => Interlocked.Increment(ref allowed), load.Token))
            .ToArray();
        await Poll.UntilAsync("the load is on", () => Volatile.Read(ref allowed) > 1000);

        Volatile.Write(ref replica, staying.CheckPort);
        leaving.BeginStop();
        await Poll.UntilAsync("it is not ready", async () => (await leaving.AdminAsync("/readyz")).Status == 503);
        var stopped = leaving.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped;
        await Poll.UntilAsync("it has stopped", () => stopped.IsCancellationRequested);
        var before = Volatile.Read(ref allowed);
        await Poll.UntilAsync("the load goes on", () => Volatile.Read(ref allowed) > before + 1000);
        await load.CancelAsync();

        // A call that fails throws here.
        await Task.WhenAll(callers);
        // No client held a connection until the end.
        Assert.InRange((TimeSpan)leaving.Logs.Value("Closing the listeners", "Elapsed")!, TimeSpan.Zero, DrainTime / 2);
    }

    [Fact]
    public static async Task Says_by_the_health_protocol_that_it_drains()
    {
        await using var service = Start();
        using var channel = Channel(() => service.CheckPort);
        using var watch = channel.CreateCallInvoker().AsyncServerStreamingCall(GrpcClient.HealthWatch, null, default, new());
        Assert.Equal(ServingStatus.Serving, await NextAsync(watch));
        // Stays, so that the drain does.
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        service.BeginStop();

        Assert.Equal(ServingStatus.NotServing, await NextAsync(watch));
        Assert.False(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(
            ServingStatus.NotServing, (await channel.CreateCallInvoker().AsyncUnaryCall(GrpcClient.Health, null, default, new())).Status);
        Assert.Equal(
            0,
            (await channel.CreateCallInvoker().AsyncUnaryCall(
                GrpcClient.Check, null, default, GrpcClient.Question(http => http.Headers["token"] = Token.Of("/a?b")))).Status.Code);
    }

    private static RunningService Start() =>
        RunningService.Start(
            "Listeners:0:Kind=ext-authz-grpc", "Log:Level=Information", "Log:DenialsPerSecond=0", $"DrainTime={DrainTime:c}");

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<TokenAuthz.Grpc.Protocol.HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        return watch.ResponseStream.Current.Status;
    }

    private static async Task CallAsync(CallInvoker replicas, Action allowed, CancellationToken end)
    {
        var question = GrpcClient.Question(http => http.Headers["token"] = Token.Of("/a?b"));
        while (!end.IsCancellationRequested)
        {
            var answer = await replicas.AsyncUnaryCall(GrpcClient.Check, null, default, question);
            Assert.Equal(0, answer.Status.Code);
            allowed();
        }
    }

    // Connects to the port that is the right one at that time, as by a name whose addresses change.
    private static GrpcChannel Channel(Func<int> port) => GrpcChannel.ForAddress("http://replicas", new()
    {
        DisposeHttpClient = true,
        HttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync("127.0.0.1", port(), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        },
    });
}
