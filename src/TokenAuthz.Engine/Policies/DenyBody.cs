namespace TokenAuthz.Engine.Policies;

/// <summary>The form of a deny's body.</summary>
public enum DenyBody
{
    /// <summary>The reason as text: <c>missing token</c>.</summary>
    Text,

    /// <summary>A problem of RFC 9457 in JSON.</summary>
    Problem,
}
