using Google.Protobuf;
using TokenAuthz.Checks;
using TokenAuthz.Grpc.Protocol;
using TokenAuthz.Signing;

namespace TokenAuthz.Grpc;

/// <summary>
/// Reads the call of a check piece by piece: the prefix of gRPC (flag and length), then a CheckRequest. The body is kept beside it, so that
/// it is copied once; one that is not checked, because it is too long or is text, is skipped.
/// </summary>
/// <remarks>Protocol Buffers, encoding: each field is a tag, and a value whose wire type says how it ends.</remarks>
internal sealed class CheckMessage(BodyBuffer body) : IDisposable
{
    private const int PrefixLength = 5;
    private const int TextBody = 11;
    private const int RawBody = 12;
    private const int LongestVarint = 10;

    private static readonly MessageParser<CheckRequest> Parser = CheckRequest.Parser.WithDiscardUnknownFields(true);

    private readonly Part[] _parts = new Part[1 + Way.Length];

    private readonly MessageBuffer _kept = new();
    private long _position;
    private int _depth;
    private Expected _expected = Expected.Tag;
    private int _field;
    private ulong _number;
    private int _numberLength;
    private long _length;
    private long _left;
    private Goal _goal;

    private enum Expected
    {
        Tag, Number, Length, Value,
    }

    // Where a value goes.
    private enum Goal
    {
        Message, Body, Nowhere,
    }

    // CheckRequest.attributes, AttributeContext.request, Request.http: the messages that contain the fields of the body.
    private static ReadOnlySpan<byte> Way => [1, 4, 2];

    /// <summary>The message without its body; null until <see cref="TryRead"/>.</summary>
    public CheckRequest? Request { get; private set; }

    /// <summary>The body; empty if the message has none, or it is not checked.</summary>
    public ReadOnlySpan<byte> Body => body.Bytes;

    /// <summary>The reason for which the call cannot be read; null as long as it can.</summary>
    public DenyCause? Fault { get; private set; }

    /// <summary>The reason for which the body is not checked; null when it is.</summary>
    public DenyCause? BodyFault { get; private set; }

    /// <summary>Whether a body comes next that needs a turn, which <see cref="GoOn"/> is told of.</summary>
    public bool AwaitsTurn { get; private set; }

    /// <summary>Takes the next bytes of the call, until a body needs a turn.</summary>
    /// <returns>How many were taken; all when the call cannot be read, because the rest of it does not count.</returns>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length && Fault is null && !AwaitsTurn)
        {
            if (_expected is Expected.Value) taken += WriteValue(bytes[taken..]);
            else if (_position < PrefixLength) WritePrefix(bytes[taken++]);
            else WriteNumber(bytes[taken++]);
        }

        return Fault is null ? taken : bytes.Length;
    }

    /// <summary>Goes on with a body that needs a turn.</summary>
    /// <param name="hasTurn">Whether it has its turn; else it is skipped.</param>
    public void GoOn(bool hasTurn)
    {
        AwaitsTurn = false;
        if (hasTurn) return;
        (BodyFault, _goal) = (DenyCause.BodyNoTurn, Goal.Nowhere);
    }

    /// <summary>Reads the message when the call has ended.</summary>
    /// <returns>False with a <see cref="Fault"/>.</returns>
    public bool TryRead()
    {
        if (_position < PrefixLength || _position != _parts[0].End) Fail(DenyCause.MessageIncomplete);
        if (Fault is not null) return false;
        try
        {
            Request = Parser.ParseFrom(_kept.Bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            Fail(DenyCause.MessageIllFormed);
        }

        return Fault is null;
    }

    /// <summary>Gives the call up; the first reason counts.</summary>
    public void Fail(DenyCause fault) => Fault ??= fault;

    public void Dispose()
    {
        _kept.Dispose();
        Fail(DenyCause.MessageIncomplete);
    }

    private void WritePrefix(byte value)
    {
        if (_position == 0 && value != 0) Fail(DenyCause.MessageCompressed);
        _number = (_number << 8) | value;
        if (++_position == PrefixLength) (_parts[0].End, _number) = (PrefixLength + (long)_number, 0);
    }

    // A byte of a tag, of a number or of a length.
    private void WriteNumber(byte value)
    {
        Keep([value]);
        _position++;
        if (_numberLength == LongestVarint || _position > _parts[_depth].End) Fail(DenyCause.MessageIllFormed);
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
        if (tag > uint.MaxValue) Fail(DenyCause.MessageIllFormed);
        _field = (int)((uint)tag >> 3);
        switch ((WireFormat.WireType)(tag & 7))
        {
            case WireFormat.WireType.Varint:
                _expected = Expected.Number;
                break;
            case WireFormat.WireType.Fixed64:
                Begin(sizeof(ulong), Goal.Message);
                break;
            case WireFormat.WireType.Fixed32:
                Begin(sizeof(uint), Goal.Message);
                break;
            case WireFormat.WireType.LengthDelimited:
                _expected = Expected.Length;
                break;
            case WireFormat.WireType.StartGroup or WireFormat.WireType.EndGroup: // Groups went with proto2.
            default:
                Fail(DenyCause.MessageIllFormed);
                break;
        }
    }

    private void BeginValue(ulong length, int lengthOfLength)
    {
        if (length > (ulong)(_parts[_depth].End - _position))
        {
            Fail(DenyCause.MessageIllFormed);
        }
        else if (_depth < Way.Length && _field == Way[_depth])
        {
            _parts[++_depth] = new()
            {
                End = _position + (long)length,
                Length = (long)length,
                LengthAt = _kept.Length - lengthOfLength,
                LengthOfLength = lengthOfLength,
            };
            EndField();
        }
        else if (_depth == Way.Length && _field is TextBody or RawBody)
        {
            _kept.WriteLength(0, _kept.Length - lengthOfLength, lengthOfLength);
            foreach (ref var part in _parts.AsSpan(1, _depth)) part.Length -= (long)length;
            BeginBody((long)length);
        }
        else
        {
            Begin((long)length, Goal.Message);
        }
    }

    // Of a field that is there twice the last counts.
    private void BeginBody(long length)
    {
        if (_field is RawBody) body.Clear();
        DenyCause? fault = _field is TextBody ? DenyCause.BodyAsText
            : length > body.Most ? DenyCause.BodyTooLarge
            : null;
        if (length > 0) BodyFault = fault ?? BodyFault;
        AwaitsTurn = fault is null && body.NeedsTurn(length);
        Begin(length, fault is null ? Goal.Body : Goal.Nowhere);
    }

    private void Begin(long length, Goal goal)
    {
        if (length > _parts[_depth].End - _position) Fail(DenyCause.MessageIllFormed);
        (_expected, _length, _left, _goal) = (Expected.Value, length, length, goal);
        if (length == 0) EndField();
    }

    private int WriteValue(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_left, bytes.Length);
        if (_goal is Goal.Message) Keep(bytes[..count]);
        else if (_goal is Goal.Body) body.Append(bytes[..count], (int)_length);
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
            _kept.WriteLength(_parts[_depth].Length, _parts[_depth].LengthAt, _parts[_depth].LengthOfLength);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (!_kept.TryAppend(bytes)) Fail(DenyCause.MessageTooLarge);
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
