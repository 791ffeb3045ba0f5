namespace TokenAuthz.Engine.Policies;

/// <summary>What the body of a denial is.</summary>
public enum DenyBody
{
    /// <summary>The reason as text: <c>missing token</c>.</summary>
    Text,

    /// <summary>A problem of RFC 9457 in JSON.</summary>
    Problem,
}
