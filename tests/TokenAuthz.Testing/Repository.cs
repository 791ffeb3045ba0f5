namespace TokenAuthz.Testing;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>The full path of a file in it.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>All files of a name below a folder, as paths in the checkout.</summary>
    public static IEnumerable<string> Find(string folder, string name) =>
        Directory.GetFiles(PathOf(folder), name, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal);

    /// <summary>The source files below a folder, but for those that a build makes.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Find(folder, "*.cs").Where(file => !file.Split('/').Any(part => part is "obj" or "bin"));

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    public static void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "TokenAuthz.sln")) ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside of the checkout."));
}
