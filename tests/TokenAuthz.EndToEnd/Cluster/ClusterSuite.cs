namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>What runs in the cluster: one test after the other, and nothing beside it, as it is about time.</summary>
[CollectionDefinition(nameof(ClusterSuite), DisableParallelization = true)]
public sealed class ClusterSuite : ICollectionFixture<ClusterFixture>;
