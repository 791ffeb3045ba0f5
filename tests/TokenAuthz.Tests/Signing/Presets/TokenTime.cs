namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>What a format says of its token's time.</summary>
public enum TokenTime
{
    /// <summary>Nothing: it holds for ever.</summary>
    None,

    /// <summary>Its end.</summary>
    End,

    /// <summary>Its beginning, and with that or by itself its end.</summary>
    BeginAndEnd,

    /// <summary>When it was made, by a clock that may be ahead as much as behind.</summary>
    Around,
}
