namespace TokenAuthz.Engine.Policies;

/// <summary>The id of a request, by which the access log of its gateway names it too.</summary>
public static class RequestId
{
    /// <summary>The header that gateways write it into. It is logged, so that no token can be there.</summary>
    public const string Header = "x-request-id";
}
