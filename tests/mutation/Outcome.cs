namespace TokenAuthz.Mutation;

/// <summary>What the tests made of a mutant.</summary>
internal enum Outcome
{
    /// <summary>A test failed.</summary>
    Killed,

    /// <summary>A test did not end, or the process broke down.</summary>
    TimedOut,

    /// <summary>All tests passed.</summary>
    Survived,

    /// <summary>No test comes by.</summary>
    NotReached,

    /// <summary>Its code runs once a process, before there is a mutant.</summary>
    Once,
}
