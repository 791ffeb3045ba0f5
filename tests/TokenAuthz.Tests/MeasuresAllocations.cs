namespace TokenAuthz.Tests;

/// <summary>
/// The tests that measure what their thread allocates. They run alone, because a garbage collection that another test causes
/// moves that number by up to 8 KiB.
/// </summary>
[CollectionDefinition(nameof(MeasuresAllocations), DisableParallelization = true)]
public sealed class MeasuresAllocations;
