using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// A line for each name that the token lists: <c>date: ...</c> for a header, and the request target for a name of its own. The list is not
/// signed itself, but each line has its name, and no value has a line end, so that another list gives another text. A signature that does
/// not cover a time of its token, or the request target unless <c>Bearer</c> is set, is refused.
/// </summary>
internal abstract class SigningString(MessageSettings settings) : PartWriter
{
    private readonly int _list = settings.IndexOf(WellKnownFields.SignedHeaders);
    private readonly int _issued = settings.IndexOf(WellKnownFields.Issued);
    private readonly int _expires = settings.IndexOf(WellKnownFields.Expires);

    // Where the token lists no headers, those of the scheme are signed.
    private readonly byte[] _default = Join(settings);

    /// <summary>Whether a name stands for the request target.</summary>
    public static bool IsTarget(string name) => name is "@request-target" or "(request-target)" or "request-line";

    /// <summary>Whether a name stands for no header.</summary>
    public static bool IsSpecial(string name) => IsTarget(name) || name is "(created)" or "(expires)";

    // Refuses a header that is repeated or has a line end, one that is absent and has to be there, and a list without a name that it
    // has to have.
    public sealed override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var list = source.Values.Has(_list) ? source.Values[_list] : _default;
        var names = new SignedNames(list, (byte)' ');
        if (!names.IsWellFormed || !(settings.IsBearer || CoversTarget(names)) || !CoversTimes(names, ref source)) return false;
        if (source.Spelling > 0 && !HasSpellings(names)) return false;
        foreach (var required in settings.Covers.AsSpan())
        {
            if (!Covers(names, required, ref source.Request)) return false;
        }

        var start = writer.Length;
        WriteBegin(ref writer, source.Values);
        for (var rest = list; !rest.IsEmpty;)
        {
            if (!TryWriteLine(ref writer, ref source, SignedNames.Take(ref rest, (byte)' '))) return false;
        }

        if (!EndsLast && writer.Length > start) writer.Advance(-1);
        return true;
    }

    /// <summary>Describes the part that a vendor's signing string is.</summary>
    protected static MessagePart PartOf(string name, Func<MessageSettings, SigningString> make) =>
        new(name, new() { Bytes = HttpBytes.All.Remove(0) })
        {
            Writer = (_, settings) => make(settings),
            Content = PartContent.ListedHeaders,
            Settings = ["SignedHeaders", "Covers"],
        };

    /// <summary>Whether <c>(created)</c> and <c>(expires)</c> stand for times of the token.</summary>
    protected virtual bool HasTimes => false;

    /// <summary>Whether the last line ends in a line feed as the others do.</summary>
    protected virtual bool EndsLast => false;

    /// <summary>What is signed for a header that a request does not have.</summary>
    protected abstract AbsentHeader Absent { get; }

    /// <summary>Whether a list holds the request target.</summary>
    protected abstract bool CoversTarget(scoped SignedNames names);

    /// <summary>Whether a name stands for the request target.</summary>
    protected abstract bool IsTarget(scoped ReadOnlySpan<byte> name);

    /// <summary>Writes the request target, without the end of its line.</summary>
    /// <param name="writer">Receives the line.</param>
    /// <param name="name">The name that stands for it.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="spelling">The spelling that is tried.</param>
    /// <returns>False when another request would have the same line.</returns>
    protected abstract bool TryWriteTarget(
        ref ByteWriter writer,
        scoped ReadOnlySpan<byte> name,
        scoped ReadOnlySpan<byte> method,
        scoped ReadOnlySpan<byte> target,
        int spelling);

    /// <summary>Whether a list has a name of which there are several spellings.</summary>
    protected virtual bool HasSpellings(scoped SignedNames names) => false;

    /// <summary>Whether a list may spell the name of a header so.</summary>
    protected virtual bool IsSpelling(scoped ReadOnlySpan<byte> name, HeaderName header) => true;

    /// <summary>Writes the lines in front of those of the list.</summary>
    protected virtual void WriteBegin(ref ByteWriter writer, scoped in FieldValues values)
    {
    }

    /// <summary>Writes the method in lower case. One with lower-case letters would be another one with the same signature.</summary>
    protected static bool TryWriteLower(ref ByteWriter writer, scoped ReadOnlySpan<byte> method)
    {
        if (method.ContainsAnyInRange((byte)'a', (byte)'z')) return false;
        _ = Ascii.ToLower(method, writer.Reserve(method.Length), out var length);
        writer.Advance(length);
        return length == method.Length;
    }

    private static byte[] Join(MessageSettings settings) =>
        Encoding.ASCII.GetBytes(string.Join(' ', settings.SignedHeaders.Select(name => Encoding.ASCII.GetString(name))));

    private bool TryWriteLine<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var header = SignedNames.HeaderOf(name);
        var value = default(ReadOnlySpan<byte>);
        var count = header is null ? HeaderCount.None : HeaderText.Find(ref source, header, out value);
        if (count is HeaderCount.Several || value.ContainsAny((byte)'\r', (byte)'\n')) return false;
        if (header is not null && !IsSpelling(name, header)) return false;

        // A header of the name would be signed in place of the target by a signer that looks it up first.
        if (IsTarget(name))
        {
            if (count is HeaderCount.One || !TryWriteTarget(ref writer, name, source.Method, source.Target, source.Spelling))
                return false;
        }
        else if (TimeOf(name) is >= 0 and var time && source.Values.Has(time))
        {
            Write(ref writer, name, source.Values[time]);
        }
        else if (header is null || !BodyDigest.MayBeCovered(header.Bytes, settings.ComparedDigests))
        {
            return false;
        }
        else if (count is HeaderCount.One)
        {
            Write(ref writer, name, value);
        }
        else if (Absent is AbsentHeader.Empty)
        {
            writer.Append(name);
            writer.Append((byte)':');
        }
        else
        {
            return Absent is AbsentHeader.LeftOut;
        }

        writer.Append((byte)'\n');
        return true;
    }

    private static void Write(ref ByteWriter writer, scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        writer.Append(name);
        writer.Append(": "u8);
        writer.Append(value);
    }

    private int TimeOf(scoped ReadOnlySpan<byte> name)
    {
        if (!HasTimes) return -1;
        return name.SequenceEqual("(created)"u8) ? _issued : name.SequenceEqual("(expires)"u8) ? _expires : -1;
    }

    // The times of a token are parameters of the signature or headers, which have the same value where there are several.
    private bool CoversTimes<TRequest>(scoped SignedNames names, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        foreach (var header in settings.IssuedHeaders.AsSpan())
        {
            if (IsSigned(names, header, ref source.Request)) return true;
        }

        return settings.IssuedHeaders.IsEmpty
            && (!source.Values.Has(_issued) || (HasTimes && names.Contains("(created)"u8)))
            && (!source.Values.Has(_expires) || (HasTimes && names.Contains("(expires)"u8)));
    }

    private static bool IsSigned<TRequest>(scoped SignedNames names, HeaderName header, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        names.Contains(header.Bytes) && request.Header(header, out _) is HeaderCount.One;

    private bool Covers<TRequest>(scoped SignedNames names, RequiredComponent required, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (required.Header is not { } header)
            return required.Name is "@method" or "@request-target" or "@path" or "@query" && CoversTarget(names);
        if (IsSigned(names, header, ref request) || (header.LowerText is "host" && names.Contains("host"u8))) return true;
        return required.IsOptional
            && request.Header(header, out _) is HeaderCount.None
            && !(required.IsBodyDigest && !request.Body.IsEmpty);
    }
}
