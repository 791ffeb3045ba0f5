namespace TokenAuthz.Mutation;

/// <summary>One change of the source.</summary>
/// <param name="Change">What became what.</param>
internal sealed record Mutant(int Id, string File, int Line, string Change);
