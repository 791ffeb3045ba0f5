namespace TokenAuthz.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static void Write(string file, string text) => File.WriteAllText(Path.Combine(Root, file), text);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "TokenAuthz.sln")) ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the checkout."));
}
