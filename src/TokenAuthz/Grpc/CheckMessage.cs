using System.Buffers;
using Google.Protobuf;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Grpc.Protocol;

namespace TokenAuthz.Grpc;

/// <summary>
/// Reads the call of a check piece by piece: the prefix of gRPC (flag and length), then a CheckRequest. A body that is not checked,
/// because it is too long or is text, is skipped, so that memory holds no more than <see cref="LimitSettings.LargestCheck"/>.
/// </summary>
/// <remarks>Protocol Buffers, encoding: each field is a tag, and a value whose wire type says how it ends.</remarks>
internal sealed class CheckMessage : IDisposable
{
    private const int PrefixLength = 5;
    private const int TextBody = 11;
    private const int RawBody = 12;
    private const int FirstSize = 4096;
    private const int LongestVarint = 10;

    private static readonly MessageParser<CheckRequest> Parser = CheckRequest.Parser.WithDiscardUnknownFields(true);

    private readonly Part[] _parts = new Part[1 + Way.Length];

    // Rented when the first byte comes, because a call that sends none must hold no memory.
    private byte[] _kept = [];
    private int _keptLength;
    private long _position;
    private int _depth;
    private Expected _expected = Expected.Tag;
    private int _field;
    private ulong _number;
    private int _numberLength;
    private long _left;
    private bool _isKept;

    private enum Expected
    {
        Tag, Number, Length, Value,
    }

    // CheckRequest.attributes, AttributeContext.request, Request.http: the messages that contain the fields of the body.
    private static ReadOnlySpan<byte> Way => [1, 4, 2];

    /// <summary>The message, without a body that is not checked; null until <see cref="TryRead"/>.</summary>
    public CheckRequest? Request { get; private set; }

    /// <summary>The reason for which the call cannot be read; null as long as it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>The reason for which the body is not checked; null when it is.</summary>
    public string? BodyFault { get; private set; }

    /// <summary>Takes the next bytes of the call.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && Fault is null)
        {
            var count = 1;
            if (_position < PrefixLength) WritePrefix(bytes[0]);
            else if (_expected is Expected.Value) count = WriteValue(bytes);
            else WriteNumber(bytes[0]);
            bytes = bytes[count..];
        }
    }

    /// <summary>Reads the message when the call has ended.</summary>
    /// <returns>False with a <see cref="Fault"/>.</returns>
    public bool TryRead()
    {
        if (_position < PrefixLength || _position != _parts[0].End) Fail(GrpcFault.Incomplete);
        if (Fault is not null) return false;
        try
        {
            Request = Parser.ParseFrom(_kept, 0, _keptLength);
        }
        catch (InvalidProtocolBufferException)
        {
            Fail(GrpcFault.IllFormed);
        }

        return Fault is null;
    }

    /// <summary>Gives the call up; the first reason counts.</summary>
    public void Fail(string fault) => Fault ??= fault;

    public void Dispose()
    {
        if (_kept.Length > 0) ArrayPool<byte>.Shared.Return(_kept);
        _kept = [];
        Fail(GrpcFault.Incomplete);
    }

    private void WritePrefix(byte value)
    {
        if (_position == 0 && value != 0) Fail(GrpcFault.Compressed);
        _number = (_number << 8) | value;
        if (++_position == PrefixLength) (_parts[0].End, _number) = (PrefixLength + (long)_number, 0);
    }

    // A byte of a tag, of a number or of a length.
    private void WriteNumber(byte value)
    {
        Keep([value]);
        _position++;
        if (_numberLength == LongestVarint || _position > _parts[_depth].End) Fail(GrpcFault.IllFormed);
        if (Fault is not null) return;
        _number |= (ulong)(value & 0x7f) << (7 * _numberLength++);
        if ((value & 0x80) != 0) return;

        var (number, length) = (_number, _numberLength);
        (_number, _numberLength) = (0, 0);
        if (_expected is Expected.Tag) BeginField(number);
        else if (_expected is Expected.Length) BeginValue(number, length);
        else EndField();
    }

    private void BeginField(ulong tag)
    {
        if (tag > uint.MaxValue) Fail(GrpcFault.IllFormed);
        _field = (int)((uint)tag >> 3);
        switch ((WireFormat.WireType)(tag & 7))
        {
            case WireFormat.WireType.Varint:
                _expected = Expected.Number;
                break;
            case WireFormat.WireType.Fixed64:
                Begin(sizeof(ulong), isKept: true);
                break;
            case WireFormat.WireType.Fixed32:
                Begin(sizeof(uint), isKept: true);
                break;
            case WireFormat.WireType.LengthDelimited:
                _expected = Expected.Length;
                break;
            case WireFormat.WireType.StartGroup or WireFormat.WireType.EndGroup: // Groups went with proto2.
            default:
                Fail(GrpcFault.IllFormed);
                break;
        }
    }

    private void BeginValue(ulong length, int lengthOfLength)
    {
        if (length > (ulong)(_parts[_depth].End - _position))
        {
            Fail(GrpcFault.IllFormed);
        }
        else if (_depth < Way.Length && _field == Way[_depth])
        {
            _parts[++_depth] = new()
            {
                End = _position + (long)length,
                Length = (long)length,
                LengthAt = _keptLength - lengthOfLength,
                LengthOfLength = lengthOfLength,
            };
            EndField();
        }
        else if (_depth == Way.Length && WhyNotKept(length) is { } fault)
        {
            BodyFault = fault;
            WriteLength(0, _keptLength - lengthOfLength, lengthOfLength);
            foreach (ref var part in _parts.AsSpan(1, _depth)) part.Length -= (long)length;
            Begin((long)length, isKept: false);
        }
        else
        {
            Begin((long)length, isKept: true);
        }
    }

    private string? WhyNotKept(ulong length) => _field switch
    {
        TextBody when length > 0 => Engine.Hosting.BodyFault.Text,
        RawBody when length > CheckSettings.MaxBodySize => Engine.Hosting.BodyFault.TooLarge,
        _ => null,
    };

    private void Begin(long length, bool isKept)
    {
        if (length > _parts[_depth].End - _position) Fail(GrpcFault.IllFormed);
        (_expected, _left, _isKept) = (Expected.Value, length, isKept);
        if (length == 0) EndField();
    }

    private int WriteValue(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_left, bytes.Length);
        if (_isKept) Keep(bytes[..count]);
        _position += count;
        _left -= count;
        if (_left == 0) EndField();
        return count;
    }

    // A message that contains a skipped body is shorter by it.
    private void EndField()
    {
        _expected = Expected.Tag;
        for (; _depth > 0 && _position == _parts[_depth].End; _depth--)
            WriteLength(_parts[_depth].Length, _parts[_depth].LengthAt, _parts[_depth].LengthOfLength);
    }

    // In as many bytes as before: a varint may have more leading zeros than it needs.
    private void WriteLength(long length, int at, int lengthOfLength)
    {
        for (var i = 0; i < lengthOfLength; i++, length >>= 7)
        {
            var more = i < lengthOfLength - 1 ? 0x80u : 0;
            _kept[at + i] = (byte)((length & 0x7f) | more);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LimitSettings.LargestCheck - _keptLength)
        {
            Fail(GrpcFault.TooLarge);
            return;
        }

        if (bytes.Length > _kept.Length - _keptLength)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(FirstSize, 2 * _kept.Length), _keptLength + bytes.Length));
            _kept.AsSpan(0, _keptLength).CopyTo(larger);
            if (_kept.Length > 0) ArrayPool<byte>.Shared.Return(_kept);
            _kept = larger;
        }

        bytes.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength += bytes.Length;
    }

    // The call, or a message in it that contains the body: its end in the call, and its length and the place of that in the kept bytes.
    private struct Part
    {
        public long End;
        public long Length;
        public int LengthAt;
        public int LengthOfLength;
    }
}
