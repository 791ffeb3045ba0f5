using System.Security.Cryptography;
using Google.Protobuf;
using TokenAuthz.Connections;
using TokenAuthz.Grpc;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Signing;
using TokenAuthz.Tests.Service.Checks;

namespace TokenAuthz.Tests.Service.Grpc;

/// <summary>A call is read as the library reads it, whole and in pieces, but for bodies that are not checked.</summary>
public static class CheckMessageTests
{
    private const int Longest = 100_000;

    private static readonly Dictionary<string, (byte[] Message, DenyCause? BodyFault)> Rows = new()
    {
        ["an empty message"] = ([], null),
        ["no request"] = (new CheckRequest { Attributes = new() }.ToByteArray(), null),
        ["a request of every part"] = (Everything(_ => { }).ToByteArray(), null),
        ["a short body"] = (Everything(http => http.RawBody = ByteString.CopyFromUtf8("body")).ToByteArray(), null),
        ["a body as text"] = (Everything(http => http.Body = new('x', 300)).ToByteArray(), DenyCause.BodyAsText),
        ["a body as text before one as bytes"] =
            (Everything(http => (http.Body, http.RawBody) = ("!", ByteString.CopyFromUtf8("b"))).ToByteArray(), DenyCause.BodyAsText),
        ["fields that nobody knows"] =
            ([.. Everything(_ => { }).ToByteArray(), 0x78, 1, 0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x7a, 3, 9, 9, 9], null),
        ["a request in two parts, which the library joins"] =
            ([
                .. Everything(_ => { }).ToByteArray(), .. GrpcClient.Question(http => http.Body = "abc").ToByteArray()
            ], DenyCause.BodyAsText),
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
        var body = TakeBody(expected);
        var call = GrpcClient.Frame(message);

        AssertReads("a byte at a time", call.Chunk(1));
        for (var at = 0; at <= call.Length; at++) AssertReads($"cut at {at}", [call[..at], call[at..]]);

        void AssertReads(string how, IEnumerable<byte[]> pieces)
        {
            using var buffer = TestBodies.Buffer();
            using var read = new CheckMessage(buffer);
            foreach (var piece in pieces) Write(read, piece);
            Assert.True(read.TryRead());
            Assert.Equal(expected, read.Request);
            Assert.Equal(body, read.Body);
            Expect.Equal((null, bodyFault), (read.Fault, read.BodyFault), $"{description}, {how}");
        }
    }

    [Theory]
    [InlineData("as short as needs no turn", 16 * 1024, false, null)]
    [InlineData("the longest that is checked", Longest, true, null)]
    [InlineData("the longest that is checked, without its turn", Longest, false, DenyCause.BodyNoTurn)]
    [InlineData("one byte too long", Longest + 1, true, DenyCause.BodyTooLarge)]
    [InlineData("much too long", 20_000_000, true, DenyCause.BodyTooLarge)]
    public static void Leaves_out_a_body_that_is_not_checked(string description, int length, bool hasTurn, DenyCause? fault)
    {
        var question = Everything(http => http.RawBody = UnsafeByteOperations.UnsafeWrap(RandomNumberGenerator.GetBytes(length)));
        using var buffer = TestBodies.Buffer(Longest);
        using var read = new CheckMessage(buffer);

        foreach (var piece in GrpcClient.Frame(question.ToByteArray()).Chunk(10_000)) Write(read, piece, hasTurn);

        var body = TakeBody(question);
        Assert.True(read.TryRead());
        Assert.Equal(question, read.Request);
        Expect.Equal(fault, read.BodyFault, description);
        Assert.Equal(fault is null ? body : [], read.Body);
    }

    [Fact]
    public static void Refuses_a_message_of_too_much_beside_the_body()
    {
        using var buffer = TestBodies.Buffer();
        using var read = new CheckMessage(buffer);

        Write(read, GrpcClient.Frame(Everything(http => http.Headers["x"] = new('x', LimitSettings.BesideBody)).ToByteArray()));

        Assert.False(read.TryRead());
        Assert.Equal(DenyCause.MessageTooLarge, read.Fault);
    }

    [Fact]
    public static void Refuses_every_call_that_is_cut_or_goes_on()
    {
        var call = GrpcClient.Frame(Everything(http => http.Body = "text").ToByteArray());

        for (var length = 0; length < call.Length; length++) Assert.Equal(DenyCause.MessageIncomplete, FaultOf(call[..length]));
        Assert.Null(FaultOf(call));
        Assert.NotNull(FaultOf([.. call, 0]));
        Assert.NotNull(FaultOf([.. call, .. call]));
        Assert.Equal(DenyCause.MessageCompressed, FaultOf([1, .. call[1..]]));
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
            using var buffer = TestBodies.Buffer();
            using var read = new CheckMessage(buffer);
            Write(read, GrpcClient.Frame(changed));
            if (!read.TryRead() || read.BodyFault is not null) continue;

            var expected = CheckRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(changed);
            Assert.Equal(TakeBody(expected), read.Body);
            Assert.Equal(expected, read.Request);
        }
    }

    private static DenyCause? FaultOf(byte[] call)
    {
        using var buffer = TestBodies.Buffer();
        using var read = new CheckMessage(buffer);
        Write(read, call);
        var isRead = read.TryRead();
        Assert.Equal(isRead, read.Fault is null);
        return read.Fault;
    }

    private static void Write(CheckMessage message, ReadOnlySpan<byte> bytes, bool hasTurn = true)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[message.Write(bytes)..];
            if (message.AwaitsTurn) message.GoOn(hasTurn);
        }
    }

    // The body is read beside the message.
    private static byte[] TakeBody(CheckRequest request)
    {
        if (request.Attributes?.Request?.Http is not { } http) return [];
        var body = http.RawBody.ToByteArray();
        http.RawBody = ByteString.Empty;
        return body;
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
