namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>Says which gateway a class of tests is about.</summary>
public interface IExample
{
    static abstract Gateway Gateway { get; }
}
