using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Units;

/// <summary>
/// The policies that decide on a listener. A request of a unit's grant is decided by the operator's policies that deny, then by the unit's
/// policies, then by the operator's other policies; every other request by the operator's policies alone. Immutable.
/// </summary>
internal sealed class ListenerPolicies
{
    private readonly PolicyTable _policies;
    private readonly PolicyTable _denials;
    private readonly GrantTable? _grants;
    private readonly bool _canAnswer;
    private readonly bool _listsHosts;

    // By the number of the unit; null for one that is not in force.
    private readonly ImmutableArray<PolicyTable?> _units = [];

    /// <param name="policies">The operator's policies in the order in which they are tried.</param>
    /// <param name="grants">The grants of the listener, each with the number of its unit.</param>
    /// <param name="canAnswer">Whether the listener's gateway hands on an answer to a handshake.</param>
    public ListenerPolicies(ImmutableArray<Policy> policies, ImmutableArray<(Grant Grant, int Unit)> grants, bool canAnswer)
    {
        // A policy in shadow lets pass what it would deny, which is not the operator's to decide for a unit.
        ImmutableArray<Policy> denials = [.. policies.Where(policy => policy is { Action: PolicyAction.Deny, Mode: PolicyMode.Enforce })];
        _canAnswer = canAnswer;
        _policies = new(policies, mayBeWhateverPath: grants.IsEmpty);
        _denials = new(denials, mayBeWhateverPath: false);
        _grants = grants.IsEmpty ? null : new(grants, denials);
        _listsHosts = _policies.ListsHosts || _grants is { ListsHosts: true };
    }

    private ListenerPolicies(ListenerPolicies other, ImmutableArray<PolicyTable?> units)
    {
        (_policies, _denials, _grants, _canAnswer, _listsHosts) =
            (other._policies, other._denials, other._grants, other._canAnswer, other._listsHosts);
        _units = units;
    }

    /// <summary>Whether a policy or a grant lists hosts.</summary>
    public bool ListsHosts => _listsHosts;

    /// <summary>The same with the units in force.</summary>
    /// <param name="units">The units by their numbers; null for one that is not in force.</param>
    public ListenerPolicies With(ImmutableArray<Unit?> units) =>
        _grants is null ? this : new(this, [.. units.Select(unit => unit?.PoliciesFor(_canAnswer))]);

    /// <summary>The policy that decides a request; null when none does, which is a deny. Allocates nothing.</summary>
    public Policy? Match<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        _grants is null ? _policies.Match(ref request) : MatchWithUnits(ref request, null, out _);

    /// <summary>The policy that a route names; null when there is none, or
    /// when it is of a unit and the request is not of its grant.</summary>
    public Policy? ByName<TRequest>(string name, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (_grants is null || _policies.ByName(name) is not null) return _policies.ByName(name);
        return MatchWithUnits(ref request, name, out _);
    }

    /// <summary>The number of the unit that is not in force and would decide
    /// a request; null when no policy is missing for that reason.</summary>
    public int? MissingUnitOf<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (_grants is null) return null;
        _ = MatchWithUnits(ref request, null, out var unit);
        return unit >= 0 && _units[unit] is null ? unit : null;
    }

    private Policy? MatchWithUnits<TRequest>(ref TRequest request, string? name, out int unit)
        where TRequest : struct, IRequestView, allows ref struct
    {
        unit = -1;
        var path = RequestPath.Of(request.Target);
        var hasHost = RequestHost.TryNormalize(request.Host, stackalloc char[RequestHost.MaxLength], out var host);
        if (_listsHosts && !hasHost) return null;
        if (!_grants!.TryFind(ref request, path, host, out unit))
            return name is null ? _policies.Match(ref request, path, host) : null;
        if (_denials.Match(ref request, path, host) is { } denial) return denial;
        if (_units[unit] is not { } policies || (policies.ListsHosts && !hasHost)) return null;
        if (name is not null) return policies.ByName(name);
        return policies.Match(ref request, path, host) ?? _policies.Match(ref request, path, host);
    }
}
