namespace TokenAuthz.Testing.PresetFiles;

/// <summary>The times that a format writes into its token.</summary>
public enum TokenTime
{
    /// <summary>None: the token never expires.</summary>
    None,

    /// <summary>The time at which it expires.</summary>
    End,

    /// <summary>The time from which it is valid, and the time at which it expires.</summary>
    BeginAndEnd,

    /// <summary>The time at which it was made, by a clock that may be a few seconds ahead.</summary>
    Issued,

    /// <summary>A time, possibly in the future, to which the scheme's <c>Ttl</c> is added.</summary>
    IssuedAhead,

    /// <summary>The time at which it was made, which may be as far ahead as behind.</summary>
    Around,
}
