namespace TokenAuthz.Commands;

/// <summary>What a service answered: allowed, denied for a reason, or neither.</summary>
/// <param name="Status">The status for the client.</param>
/// <param name="Reason">The reason of a deny; null when the answer has none, and so is not from this service.</param>
internal readonly record struct ProbeResult(int Status, string? Reason)
{
    public bool IsAllowed => Status == 200;

    public bool IsDenied => !IsAllowed && Reason is not null;

    public override string ToString() => (IsAllowed, IsDenied) switch
    {
        (true, _) => "allowed",
        (_, true) => $"denied with {Status}: {Reason}",
        _ => $"{Status}, which is no answer to a check: is this a listener of token-authz, of this kind?",
    };
}
