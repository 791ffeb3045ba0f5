using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using TokenAuthz.Grpc.Protocol;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>Asks as Envoy does by gRPC, over real sockets.</summary>
internal static class GrpcClient
{
    public static readonly Method<HealthCheckRequest, HealthCheckResponse> Health = Of(
        MethodType.Unary, "grpc.health.v1.Health", "Check", HealthCheckRequest.Parser, HealthCheckResponse.Parser);

    public static readonly Method<HealthCheckRequest, HealthCheckResponse> HealthWatch = Of(
        MethodType.ServerStreaming, "grpc.health.v1.Health", "Watch", HealthCheckRequest.Parser, HealthCheckResponse.Parser);

    public static readonly Method<CheckRequest, CheckResponse> Check = Of(
        MethodType.Unary, "envoy.service.auth.v3.Authorization", "Check", CheckRequest.Parser, CheckResponse.Parser);

    /// <summary>Asks on a connection of its own.</summary>
    public static async Task<CheckResponse> CheckAsync(int port, CheckRequest request)
    {
        using var channel = Channel(port);
        return await channel.CreateCallInvoker().AsyncUnaryCall(Check, null, default, request);
    }

    /// <summary>Sends the bytes of a call as they are, and reads the only message of its answer.</summary>
    public static async Task<CheckResponse> PostAsync(int port, byte[] call, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}/envoy.service.auth.v3.Authorization/Check"))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(call) { Headers = { ContentType = new("application/grpc") } },
            };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await client.SendAsync(request);
        var message = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(["0"], answer.TrailingHeaders.GetValues("grpc-status"));
        Assert.Equal(["identity"], answer.Headers.GetValues("grpc-accept-encoding"));
        Assert.Equal((0, message.Length - 5), (message[0], BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1))));
        return CheckResponse.Parser.ParseFrom(message, 5, message.Length - 5);
    }

    /// <summary>A message behind its flag and length.</summary>
    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>Calls a method that there is not, on a connection of its own.</summary>
    public static async Task CallUnknownAsync(int port, string service, string method)
    {
        var bytes = Marshallers.Create(bytes => bytes, bytes => bytes);
        var unknown = new Method<byte[], byte[]>(MethodType.Unary, service, method, bytes, bytes);
        using var channel = Channel(port);
        await Assert.ThrowsAsync<RpcException>(async () => await channel.CreateCallInvoker().AsyncUnaryCall(unknown, null, default, []));
    }

    public static GrpcChannel Channel(int port) => GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

    /// <summary>A question about a GET of <c>/a?b</c>, changed.</summary>
    public static CheckRequest Question(Action<AttributeContext.Types.HttpRequest> change)
    {
        var http = new AttributeContext.Types.HttpRequest { Method = "GET", Host = "example.com", Path = "/a?b" };
        change(http);
        return new() { Attributes = new() { Request = new() { Http = http } } };
    }

    /// <summary>The same with headers as they were sent.</summary>
    public static CheckRequest Raw(params HeaderValue[] headers) => Question(http =>
    {
        http.HeaderMap = new();
        http.HeaderMap.Headers.AddRange(headers);
    });

    public static void AssertDenied(CheckResponse answer, string reason, string description)
    {
        Expect.Equal((int)StatusCode.PermissionDenied, answer.Status.Code, description);
        Assert.Equal((403, reason.Replace('_', ' ')), (answer.DeniedResponse.Status.Code, answer.DeniedResponse.Body));
        Assert.Equal(
            [("content-type", "text/plain"), ("x-auth-reason", reason), ("cache-control", "no-store")],
            answer.DeniedResponse.Headers.Select(header => (header.Header.Key, header.Header.Value)));
    }

    private static Method<TRequest, TResponse> Of<TRequest, TResponse>(
        MethodType type, string service, string name, MessageParser<TRequest> requests, MessageParser<TResponse> responses)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        new(type, service, name, Marshallers.Create(message => message.ToByteArray(), requests.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), responses.ParseFrom));
}
