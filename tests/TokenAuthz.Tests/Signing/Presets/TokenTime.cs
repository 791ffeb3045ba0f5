namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>What a format says of its token's time.</summary>
public enum TokenTime
{
    /// <summary>Nothing: it holds for ever.</summary>
    None,

    /// <summary>Its end.</summary>
    End,

    /// <summary>Its beginning and its end.</summary>
    BeginAndEnd,

    /// <summary>When it was made, by a clock that may be a few seconds ahead.</summary>
    Issued,

    /// <summary>A time to which its life is added, and which may be ahead.</summary>
    IssuedAhead,

    /// <summary>When it was made, by a clock that may be ahead as much as behind.</summary>
    Around,
}
