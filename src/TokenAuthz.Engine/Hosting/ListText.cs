namespace TokenAuthz.Engine.Hosting;

/// <summary>Writes lists of things that are configured, of which there may be thousands.</summary>
public static class ListText
{
    private const int MaxShown = 20;

    /// <summary>The first of a list, and how many more there are.</summary>
    public static string Of<T>(IReadOnlyCollection<T> list) =>
        string.Join(", ", list.Take(MaxShown)) + (list.Count > MaxShown ? $" and {list.Count - MaxShown} more" : "");
}
