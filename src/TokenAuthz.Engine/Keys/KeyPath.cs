namespace TokenAuthz.Engine.Keys;

/// <summary>Tells a path from a key that was written in its place, because no error may show a key.</summary>
internal static class KeyPath
{
    /// <summary>Whether a text is surely a path: of a file or directory that exists, or below a directory that exists.</summary>
    public static bool IsPath(string? text)
    {
        if (text is null || Path.Exists(text)) return true;

        // A key in base64 may begin with a slash, so the root alone proves nothing.
        return Path.IsPathRooted(text)
            && Path.GetDirectoryName(text) is { } parent
            && parent != Path.GetPathRoot(text)
            && Directory.Exists(parent);
    }
}
