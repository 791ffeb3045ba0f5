using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;

namespace TokenAuthz.Grpc;

/// <summary>Writes the responses of gRPC over HTTP/2: each message behind a flag and its length, and a status in the trailers.</summary>
internal static class GrpcResponse
{
    private const int PrefixLength = 5;
    private const string ContentType = "application/grpc";
    private const string StatusTrailer = "grpc-status";

    /// <summary>Whether a request is a call.</summary>
    public static bool IsCall(HttpRequest request) =>
        request.Method == HttpMethods.Post
        && request.ContentType is { } type
        && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the only message, which is sent with the trailers in one piece once the call ends.</summary>
    public static void WriteOnly(HttpResponse response, IMessage message)
    {
        Begin(response);
        Write(response, message);
        End(response, StatusCode.OK);
    }

    /// <summary>Sends no message but a status.</summary>
    public static void Fail(HttpResponse response, StatusCode status)
    {
        Begin(response);
        response.Headers[StatusTrailer] = Text(status);
    }

    /// <summary>Begins a response of several messages.</summary>
    public static void Begin(HttpResponse response)
    {
        response.ContentType = ContentType;
        response.Headers.GrpcAcceptEncoding = "identity";
    }

    /// <summary>Writes one of several messages, without sending it.</summary>
    public static void Write(HttpResponse response, IMessage message)
    {
        var size = message.CalculateSize();
        var frame = response.BodyWriter.GetSpan(PrefixLength + size)[..(PrefixLength + size)];
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], size);
        message.WriteTo(frame[PrefixLength..]);
        response.BodyWriter.Advance(frame.Length);
    }

    /// <summary>Ends a response of several messages.</summary>
    public static void End(HttpResponse response, StatusCode status) => response.AppendTrailer(StatusTrailer, Text(status));

    private static string Text(StatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);
}
