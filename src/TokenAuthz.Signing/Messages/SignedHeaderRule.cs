using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The headers that a canonical request has to sign: those that every signature signs (<c>host</c>), and all of some beginning that
/// came with the request (<c>x-amz-*</c>) but for exceptions (<c>!x-amz-cf-id</c>), because an upstream would believe them.
/// </summary>
internal sealed class SignedHeaderRule
{
    private readonly ImmutableArray<byte[]> _required;
    private readonly ImmutableArray<HeaderName> _beginnings;
    private readonly ImmutableArray<HeaderName> _exceptions;

    private SignedHeaderRule(IReadOnlyCollection<string> entries)
    {
        _exceptions = [.. entries.Where(entry => entry.StartsWith('!')).Select(entry => NameOf(entry[1..]))];
        _beginnings = [.. entries.Where(entry => entry.EndsWith('*')).Select(entry => NameOf(entry[..^1]))];
        var names = entries.Where(entry => !entry.StartsWith('!') && !entry.EndsWith('*')).Select(NameOf).ToList();
        if (!names.Exists(name => name.Text == "host"))
            throw new FormatException("write host too: a signature without it would open the request at every host");
        if (_beginnings.Any(one => _beginnings.Any(other => one != other && one.Text.StartsWith(other.Text, StringComparison.Ordinal))))
            throw new FormatException("one entry with an asterisk takes in another: leave the longer one out");
        if (_exceptions.FirstOrDefault(name => !Begins(name.Bytes)) is { } idle)
            throw new FormatException($"'!{idle}' is an exception of nothing: no entry such as x-amz-* takes it in");
        _required = [.. names.Select(name => name.Bytes.ToArray())];
    }

    /// <summary>Parses the entries of the setting <c>Covers</c>.</summary>
    /// <exception cref="FormatException">One of them is ill-formed, or none is the host.</exception>
    public static SignedHeaderRule Parse(IReadOnlyCollection<string> entries) => new(entries);

    /// <summary>Whether every signature signs a header, or signs it if the request has it.</summary>
    /// <param name="name">The header's name in lower case.</param>
    public bool Signs(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        return Covers(bytes) || _required.Any(required => bytes.AsSpan().SequenceEqual(required));
    }

    /// <summary>Whether a list, sorted and separated by semicolons, names each header that every signature signs.</summary>
    public bool AreRequired(ReadOnlySpan<byte> list)
    {
        foreach (var name in _required)
        {
            if (!Lists(list, name)) return false;
        }

        return true;
    }

    /// <summary>Whether a header has to be signed if the request has it.</summary>
    public bool Covers(ReadOnlySpan<byte> name)
    {
        foreach (var exception in _exceptions)
        {
            if (name.SequenceEqual(exception.Bytes)) return false;
        }

        return Begins(name);
    }

    /// <summary>Whether a request has no other lines of headers that have to be signed than those that are.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signed">The number of signed lines for which <see cref="Covers"/> holds.</param>
    public bool AreCovered<TRequest>(ref TRequest request, int signed)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var others = -signed;
        foreach (var beginning in _beginnings) others += request.CountLines(beginning);
        foreach (var exception in _exceptions)
        {
            for (var line = 0; request.TryGetLine(exception, line, out _); line++) others--;
        }

        return others == 0;
    }

    private bool Begins(ReadOnlySpan<byte> name)
    {
        foreach (var beginning in _beginnings)
        {
            if (name.StartsWith(beginning.Bytes)) return true;
        }

        return false;
    }

    private static bool Lists(ReadOnlySpan<byte> list, ReadOnlySpan<byte> name)
    {
        foreach (var range in list.Split((byte)';'))
        {
            if (list[range].SequenceEqual(name)) return true;
        }

        return false;
    }

    private static HeaderName NameOf(string name) => HeaderName.TryGet(Encoding.UTF8.GetBytes(name), out var header)
        ? header
        : throw new FormatException($"'{name}' is no header: write its name in lower case, x-amz-* or !x-amz-cf-id");
}
