using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Where the configuration comes from, so that it can be read anew.</summary>
/// <param name="Read">Reads all of it. Throws <see cref="InvalidDataException"/> or <see cref="IOException"/> when a file cannot be read.</param>
/// <param name="Files">The files it is read from; a change of one is a reason to read again.</param>
/// <param name="IsDevelopment">Whether weak keys are fine without saying so, and the development key stands in for a missing one.</param>
public sealed record ConfigurationSource(Func<IConfiguration> Read, ImmutableArray<string> Files, bool IsDevelopment);
