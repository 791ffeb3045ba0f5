using System.Reflection;

namespace TokenAuthz.Mutation;

/// <summary>The switch that is compiled into the mutated libraries.</summary>
internal sealed class ActiveMutant
{
    private static readonly Type Switch = Type.GetType("TokenAuthz.Signing.ActiveMutant, TokenAuthz.Signing", throwOnError: true)!;
    private static readonly FieldInfo IdField = Switch.GetField("Id")!;
    private static readonly FieldInfo CallsField = Switch.GetField("Calls")!;
    private static readonly FieldInfo ReachedField = Switch.GetField("Reached")!;

#pragma warning disable CA1822 // One switch is active at a time.
    public bool[]? Reached { set => ReachedField.SetValue(null, value); }

    public bool WasCalled => (int)CallsField.GetValue(null)! > 0;

    public void Begin(int id)
    {
        CallsField.SetValue(null, 0);
        IdField.SetValue(null, id);
    }

    public void End() => IdField.SetValue(null, -1);
#pragma warning restore CA1822
}
