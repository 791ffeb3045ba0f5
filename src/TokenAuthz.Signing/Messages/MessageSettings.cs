using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>What the parts of a message depend on beside the request: settings of the scheme, and the numbers of fields.</summary>
internal sealed record MessageSettings
{
    public required byte[] Salt { get; init; }

    /// <summary>The endings that a stem leaves out, each with its dot.</summary>
    public required ImmutableArray<byte[]> Stem { get; init; }

    public required ImmutableArray<HeaderName> SignedHeaders { get; init; }

    public required ImmutableArray<byte[]> Covers { get; init; }

    /// <summary>RFC 9421's name of the scheme's algorithm; empty when it has none.</summary>
    public required byte[] Algorithm { get; init; }

    /// <summary>Whether <c>content-digest</c> may be covered, as the body is read and compared.</summary>
    public required bool ComparesBody { get; init; }

    /// <summary>The parameters that the token itself can be in.</summary>
    public required ImmutableArray<TokenParameter> TokenParameters { get; init; }

    public required bool EscapeUrl { get; init; }

    public required int AddressPrefix { get; init; }

    /// <summary>The field <c>acl</c>; -1 for none, as with the others.</summary>
    public required int Acl { get; init; }

    public required int Prefix { get; init; }

    public required int AddressBound { get; init; }

    /// <summary>The field <c>components</c> of an RFC 9421 signature.</summary>
    public required int Components { get; init; }

    /// <summary>The field <c>parameters</c>: those of an RFC 9421 signature, or of Bunny's token in the path.</summary>
    public required int Parameters { get; init; }

    /// <summary>The parameters of a request: those of a token in the path, or the query's.</summary>
    public ReadOnlySpan<byte> ParametersOf(scoped in MessageSource source, scoped in FieldValues values)
    {
        if (Parameters < 0) return RequestPath.QueryOf(source.Target);
        return values[Parameters];
    }
}
