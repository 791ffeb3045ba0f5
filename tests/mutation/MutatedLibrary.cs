using System.Reflection;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TokenAuthz.Mutation;

/// <summary>Compiles a library with all its mutants, in the place of the one that the tests were built with.</summary>
internal sealed class MutatedLibrary(string checkout, string work, string name)
{
    private const string ActiveMutant = """
        namespace TokenAuthz.Signing;
        public static class ActiveMutant
        {
            public static int Id = -1;
            public static int Calls;
            public static bool[]? Reached;
            public static bool Is(int id)
            {
                if (Reached is { } reached) reached[id] = true;
                if (id != Id) return false;
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
                if (++Calls > 3_000_000) throw new System.TimeoutException("The mutant does not end.");
                return true;
            }
        }
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);
    private readonly HashSet<int> _dropped = [];
    private List<Mutant> _mutants = [];

    public static int CompileAll(string checkout, string work)
    {
        var all = new List<Mutant>();
        foreach (var name in (string[])["TokenAuthz.Signing", "TokenAuthz.Engine"])
        {
            var library = new MutatedLibrary(checkout, work, name);
            library.Compile(all.Count == 0 ? 0 : all.Max(mutant => mutant.Id) + 1);
            all.AddRange(library._mutants);
            Console.WriteLine($"{name}: {library._mutants.Count} mutants; {library._dropped.Count} do not compile");
        }

        File.WriteAllText(Path.Combine(work, "mutants.json"), JsonSerializer.Serialize(all));
        return 0;
    }

    private void Compile(int firstId)
    {
        for (var round = 1; round <= 40; round++)
        {
            var compilation = Write(firstId);
            var errors = compilation.GetDiagnostics().Where(one => one.Severity is DiagnosticSeverity.Error).ToList();
            if (errors.Count == 0)
            {
                Emit(compilation);
                return;
            }

            var before = _dropped.Count;
            foreach (var error in errors) Drop(error);
            if (_dropped.Count == before) throw new InvalidOperationException($"No mutant is behind it: {errors[0]}");
        }

        throw new InvalidOperationException($"{name} does not compile with its mutants.");
    }

    private Compilation Write(int firstId)
    {
        var (trees, nextId) = (new List<SyntaxTree>(), firstId);
        _mutants = [];
        foreach (var file in Sources())
        {
            var root = CSharpSyntaxTree.ParseText(File.ReadAllText(file), Language).GetRoot();
            var mutator = new Mutator(Path.GetRelativePath(checkout, file), nextId, _dropped);
            trees.Add(CSharpSyntaxTree.ParseText(mutator.Visit(root).ToFullString(), Language, file));
            _mutants.AddRange(mutator.Mutants);
            nextId = mutator.NextId;
        }

        trees.AddRange(Generated().Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Language, file)));
        if (name == "TokenAuthz.Signing") trees.Add(CSharpSyntaxTree.ParseText(ActiveMutant, Language));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        CSharpGeneratorDriver.Create(Generators(), parseOptions: Language)
            .RunGeneratorsAndUpdateCompilation(CSharpCompilation.Create(name, trees, References(), options), out var compilation, out _);
        return compilation;
    }

    private IEnumerable<string> Sources() => Directory.EnumerateFiles(
        Path.Combine(checkout, "src", name), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    // What the build wrote: implicit usings, and who sees the internals.
    private IEnumerable<string> Generated() =>
        Directory.EnumerateFiles(Path.Combine(checkout, "src", name, "obj/Debug/net10.0"), $"{name}.*.cs");

    private IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(':')
            .Where(file => file.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
        .Concat(Directory.EnumerateFiles(
            work, "*.dll").Where(file => Path.GetFileName(file) == "TokenAuthz.Signing.dll" && name != "TokenAuthz.Signing"))
        .Concat(Directory.EnumerateFiles(AspNetCore(), "Microsoft.Extensions.*.dll"))
        .Select(file => MetadataReference.CreateFromFile(file));

    private static string AspNetCore() =>
        Path.GetDirectoryName(typeof(object).Assembly.Location)!.Replace(
            "Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal);

    private static IEnumerable<ISourceGenerator> Generators()
    {
        var packs = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, "../../../packs/Microsoft.NETCore.App.Ref"));
        var folder = Directory.GetDirectories(packs, "10.*").Order(StringComparer.Ordinal).Last();
        var type = Assembly.LoadFrom(Path.Combine(folder, "analyzers/dotnet/cs/Microsoft.Interop.LibraryImportGenerator.dll"))
            .GetType("Microsoft.Interop.LibraryImportGenerator", throwOnError: true)!;
        yield return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    // The innermost mutant around an error goes; all of the member when there is none.
    private void Drop(Diagnostic error)
    {
        var node = error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan);
        if (node.AncestorsAndSelf().Select(IdOf).FirstOrDefault(id => id is not null) is { } innermost) _dropped.Add(innermost);
        else if (node.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not BaseTypeDeclarationSyntax) is { } member)
            _dropped.UnionWith(member.DescendantNodes().Select(IdOf).OfType<int>());
    }

    private static int? IdOf(SyntaxNode node) => node switch
    {
        ConditionalExpressionSyntax { Condition: InvocationExpressionSyntax call } => IdOfCall(call),
        IfStatementSyntax { Condition: PrefixUnaryExpressionSyntax { Operand: InvocationExpressionSyntax call } } => IdOfCall(call),
        _ => null,
    };

    private static int? IdOfCall(InvocationExpressionSyntax call) =>
        call.Expression.ToString().EndsWith("ActiveMutant.Is", StringComparison.Ordinal)
            ? (int)((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.Value!
            : null;

    private void Emit(Compilation compilation)
    {
        var file = Path.Combine(work, name + ".dll");
        var original = Assembly.Load(File.ReadAllBytes(file));
        var resources = original.GetManifestResourceNames()
            .Select(resource => new ResourceDescription(resource, () => original.GetManifestResourceStream(resource)!, isPublic: true))
            .ToList();
        using var output = new MemoryStream();
        var result = compilation.Emit(output, manifestResources: resources);
        if (!result.Success) throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Take(5)));
        File.WriteAllBytes(file, output.ToArray());
    }
}
