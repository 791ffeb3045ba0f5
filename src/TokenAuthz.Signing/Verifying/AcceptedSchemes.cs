using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Verifying;

/// <summary>The schemes of which a request needs one token, of any of them. Immutable.</summary>
public sealed class AcceptedSchemes
{
    private readonly ImmutableArray<OtherTokens> _others;
    private TokenElsewhere? _elsewhere;

    /// <summary>Takes schemes in the order in which they are tried.</summary>
    /// <param name="all">The schemes, one or more.</param>
    /// <exception cref="ArgumentException">There is no scheme.</exception>
    public AcceptedSchemes(params ImmutableArray<AcceptedScheme> all)
    {
        if (all.IsDefaultOrEmpty) throw new ArgumentException("There is no scheme: give one or more.", nameof(all));
        All = all;
        Only = all.Length == 1 ? all[0] : null;
        _others = all.Length == 1 ? [] : [.. all.Select(one => new OtherTokens(one, all))];
        TokenHeaders = all is [var only]
            ? only.Scheme.TokenHeaders
            : [.. all.SelectMany(one => one.Scheme.TokenHeaders).Distinct(StringComparer.OrdinalIgnoreCase)];
        Removal = new([.. all.SelectMany(one => one.Scheme.Forms).SelectMany(form => form.Token.Locators)]);
        NeedsTime = all.Any(one => one.Scheme.NeedsTime || one.Keys.NeedTime);
    }

    /// <summary>The schemes, in the order in which they are tried.</summary>
    public ImmutableArray<AcceptedScheme> All { get; }

    /// <summary>The scheme, if there is one only; null when there are several.</summary>
    public AcceptedScheme? Only { get; }

    /// <summary>The names of the schemes, for people.</summary>
    public string Names => string.Join(", ", All.Select(one => one.Name));

    /// <summary>The headers that a token may be in; a cookie is not among them.</summary>
    public ImmutableArray<string> TokenHeaders { get; }

    /// <summary>Takes a token off the query and off cookies.</summary>
    public TokenRemoval Removal { get; }

    /// <summary>Whether a part of some token is in the path, so that the path must not be shown.</summary>
    public bool HasPathToken => All.Any(one => one.Scheme.HasPathToken);

    /// <summary>Whether some scheme signs the body, so that the host has to read it before the check.</summary>
    public bool SignsBody => All.Any(one => one.Scheme.SignsBody);

    /// <summary>Whether some scheme signs the client's address, or names it in the token, so that the host has to know it.</summary>
    public bool NeedsClientAddress => All.Any(one => one.Scheme.NeedsClientAddress);

    /// <summary>Whether some scheme signs the host, or compares it with the token, so that it has to be clear.</summary>
    public bool ReadsHost => All.Any(one => one.Scheme.ReadsHost);

    /// <summary>
    /// Whether a request without a token can be told from one with a wrong token: not where a token is in the path or in the body, which
    /// requests without a token have too.
    /// </summary>
    public bool TellsMissingTokens => All.All(one => one.Scheme.TellsMissingTokens);

    /// <summary>Tells a request that has no token at all from one that has it where no scheme looks.</summary>
    public DenyCause WhyMissing<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        // Made when it is first needed, because there may be thousands of policies.
        _elsewhere ??= new(All.SelectMany(one => one.Scheme.Forms).SelectMany(form => form.Token.CredentialLocators));
        return _elsewhere.IsIn(ref request) ? DenyCause.TokenElsewhere : DenyCause.MissingToken;
    }

    /// <summary>Whether a signature or the id of a key may be in a header, and not only what else is signed.</summary>
    public bool HasCredentialIn(string header) => All.SelectMany(one => one.Scheme.Forms)
        .SelectMany(form => form.Token.CredentialLocators)
        .Any(locator => locator.Place is TokenPlace.Header && string.Equals(locator.Name, header, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the time of a check matters.</summary>
    internal bool NeedsTime { get; }

    /// <summary>Whether a request has a token of another scheme too, in a place that the scheme which decided does not read.</summary>
    internal bool HasOther<TRequest>(int decided, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        !_others.IsEmpty && _others[decided].AreIn(ref request);
}
