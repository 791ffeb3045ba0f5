using Google.Protobuf;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Grpc;
using TokenAuthz.Grpc.Protocol;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>A call is read as the library reads it, whole and in pieces, but for bodies that are not checked.</summary>
public static class CheckMessageTests
{
    private static readonly Dictionary<string, (byte[] Message, string? BodyFault)> Rows = new()
    {
        ["an empty message"] = ([], null),
        ["no request"] = (new CheckRequest { Attributes = new() }.ToByteArray(), null),
        ["a request of every part"] = (Everything(_ => { }).ToByteArray(), null),
        ["a short body"] = (Everything(http => http.RawBody = ByteString.CopyFromUtf8("body")).ToByteArray(), null),
        ["a body as text"] = (Everything(http => http.Body = new('x', 300)).ToByteArray(), BodyFault.Text),
        ["a body as text before one as bytes"] =
            (Everything(http => (http.Body, http.RawBody) = ("!", ByteString.CopyFromUtf8("b"))).ToByteArray(), BodyFault.Text),
        ["fields that nobody knows"] =
            ([.. Everything(_ => { }).ToByteArray(), 0x78, 1, 0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7a, 3, 9, 9, 9], null),
        ["a request in two parts, which the library joins"] =
            ([.. Everything(_ => { }).ToByteArray(), .. GrpcClient.Question(http => http.Body = "abc").ToByteArray()], BodyFault.Text),
        ["a length that begins with zeros"] = ([0x0a, 0x89, 0x80, 0x00, 0x22, 0x85, 0x80, 0x00, 0x12, 0x82, 0x00, 0x0a, 0x00], null),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Reads_what_the_library_reads_however_it_is_cut(string description)
    {
        var (message, bodyFault) = Rows[description];
        var expected = CheckRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(message);
        if (bodyFault is not null) expected.Attributes.Request.Http.Body = "";
        var call = GrpcClient.Frame(message);

        AssertReads("a byte at a time", call.Chunk(1));
        for (var at = 0; at <= call.Length; at++) AssertReads($"cut at {at}", [call[..at], call[at..]]);

        void AssertReads(string how, IEnumerable<byte[]> pieces)
        {
            using var read = new CheckMessage();
            foreach (var piece in pieces) read.Write(piece);
            Assert.True(read.TryRead());
            Assert.Equal(expected, read.Request);
            Expect.Equal((null, bodyFault), (read.Fault, read.BodyFault), $"{description}, {how}");
        }
    }

    [Theory]
    [InlineData(CheckSettings.MaxBodySize, true)]
    [InlineData(CheckSettings.MaxBodySize + 1, false)]
    [InlineData(20_000_000, false)]
    public static void Leaves_out_a_body_that_is_too_long_to_be_checked(int length, bool isKept)
    {
        var question = Everything(http => http.RawBody = UnsafeByteOperations.UnsafeWrap(new byte[length]));
        using var read = new CheckMessage();

        foreach (var piece in GrpcClient.Frame(question.ToByteArray()).Chunk(10_000)) read.Write(piece);

        if (!isKept) question.Attributes.Request.Http.RawBody = ByteString.Empty;
        Assert.True(read.TryRead());
        Assert.Equal(question, read.Request);
        Assert.Equal(isKept ? null : BodyFault.TooLarge, read.BodyFault);
    }

    [Fact]
    public static void Refuses_a_message_of_too_much_beside_the_body()
    {
        using var read = new CheckMessage();

        read.Write(GrpcClient.Frame(Everything(http => http.Headers["x"] = new('x', LimitSettings.LargestCheck)).ToByteArray()));

        Assert.False(read.TryRead());
        Assert.Equal(GrpcFault.TooLarge, read.Fault);
    }

    [Fact]
    public static void Refuses_every_call_that_is_cut_or_goes_on()
    {
        var call = GrpcClient.Frame(Everything(http => http.Body = "text").ToByteArray());

        for (var length = 0; length < call.Length; length++) Assert.Equal(GrpcFault.Incomplete, FaultOf(call[..length]));
        Assert.Null(FaultOf(call));
        Assert.NotNull(FaultOf([.. call, 0]));
        Assert.NotNull(FaultOf([.. call, .. call]));
        Assert.Equal(GrpcFault.Compressed, FaultOf([1, .. call[1..]]));
    }

    [Fact]
    public static void Never_throws_and_never_reads_more_than_the_library_when_bytes_are_wrong()
    {
        var random = new Random(20261125);
        var message = Everything(http => http.RawBody = ByteString.CopyFromUtf8("body")).ToByteArray();
        for (var i = 0; i < 20_000; i++)
        {
            var changed = message.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
            using var read = new CheckMessage();
            read.Write(GrpcClient.Frame(changed));
            if (!read.TryRead() || read.BodyFault is not null) continue;

            Assert.Equal(CheckRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(changed), read.Request);
        }
    }

    private static string? FaultOf(byte[] call)
    {
        using var read = new CheckMessage();
        read.Write(call);
        var isRead = read.TryRead();
        Assert.Equal(isRead, read.Fault is null);
        return read.Fault;
    }

    private static CheckRequest Everything(Action<AttributeContext.Types.HttpRequest> change)
    {
        var question = GrpcClient.Question(http =>
        {
            http.Headers["token"] = new('t', 200);
            http.Headers["x"] = "";
            http.HeaderMap = new()
            {
                Headers =
                    { new HeaderValue { Key = "k", RawValue = ByteString.CopyFrom(0xff) }, new HeaderValue { Key = "v", Value = "ü" } }
            };
            change(http);
        });
        question.Attributes.Source = new() { Address = new() { SocketAddress = new() { Address = "192.0.2.1" } } };
        question.Attributes.ContextExtensions["policy"] = "p";
        return question;
    }
}
