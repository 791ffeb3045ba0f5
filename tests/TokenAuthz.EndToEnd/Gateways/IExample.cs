namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>Names the gateway of a class of tests.</summary>
public interface IExample
{
    static abstract Gateway Gateway { get; }
}
