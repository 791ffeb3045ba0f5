using System.Diagnostics;
using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace TokenAuthz.Mutation;

/// <summary>A test with one row of its data, run without a test runner, which would take longer than the test.</summary>
internal sealed class TestRow(Type type, MethodInfo method, object?[] arguments)
{
    // Data that a test disposes of is disposed of with the process.
    private static readonly DisposalTracker Kept = new();

    public string Name { get; } = $"{type.Name}.{method.Name}({arguments.FirstOrDefault()})".ReplaceLineEndings(" ");

    /// <summary>How long it takes without a mutant, in milliseconds.</summary>
    public double Milliseconds { get; private set; }

    /// <summary>The mutants that it comes by.</summary>
    public int[] Reached { get; private set; } = [];

    public static List<TestRow> Read(Assembly tests, Func<Type, bool> isMeant)
    {
        var rows = new List<TestRow>();
        foreach (var type in tests.GetTypes().Where(type => (!type.IsAbstract || type.IsSealed) && isMeant(type)))
            foreach (var method in type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is { Skip: null }))
            {
                if (method.GetCustomAttribute<TheoryAttribute>() is null) rows.Add(new(type, method, []));
                else
                    foreach (var data in ExtensibilityPointFactory.GetMethodDataAttributes(method))
                        rows.AddRange(data.GetData(method, Kept)
                            .AsTask()
                            .GetAwaiter()
                            .GetResult()
                            .Select(row => new TestRow(type, method, Arguments(method, row.GetData()))));
            }

        return rows;
    }

    /// <summary>Runs it with no mutant, twice: to see what it reaches, and how long it takes.</summary>
    /// <returns>Whether it passes.</returns>
    public bool Learn(ActiveMutant active, int mutants)
    {
        var reached = new bool[mutants];
        active.Reached = reached;
        var passes = Passes();
        active.Reached = null;
        Reached = [.. Enumerable.Range(0, mutants).Where(id => reached[id])];
        var begun = Stopwatch.GetTimestamp();
        passes &= Passes();
        Milliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return passes;
    }

    public bool Passes()
    {
        try
        {
            RunAsync().GetAwaiter().GetResult();
            return true;
        }
#pragma warning disable CA1031 // Any exception is a failure.
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }

    private async Task RunAsync()
    {
        var instance = method.IsStatic ? null : Activator.CreateInstance(type);
        try
        {
            switch (method.Invoke(instance, arguments))
            {
                case Task task: await task; break;
                case ValueTask task: await task; break;
            }
        }
        finally
        {
            if (instance is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync();
            else (instance as IDisposable)?.Dispose();
        }
    }

    // The last parameter may take what is left of a row.
    private static object?[] Arguments(MethodInfo method, object?[] row)
    {
        var parameters = method.GetParameters();
        if (parameters.LastOrDefault() is not { } last
            || !last.IsDefined(typeof(ParamArrayAttribute))
            || (row.Length == parameters.Length && last.ParameterType.IsInstanceOfType(row[^1])))
            return [.. row, .. parameters.Skip(row.Length).Select(parameter => parameter.DefaultValue)];
        var rest = Array.CreateInstance(last.ParameterType.GetElementType()!, row.Length - parameters.Length + 1);
        Array.Copy(row, parameters.Length - 1, rest, 0, rest.Length);
        return [.. row[..(parameters.Length - 1)], rest];
    }
}
