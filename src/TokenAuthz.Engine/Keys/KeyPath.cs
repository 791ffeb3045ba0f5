namespace TokenAuthz.Engine.Keys;

/// <summary>Tells the path of a key from a key that somebody wrote in its place, which no error may show.</summary>
internal static class KeyPath
{
    /// <summary>Whether a text is surely a path: of what is there, or below a directory that is there.</summary>
    public static bool IsPath(string? text)
    {
        if (text is null || Path.Exists(text)) return true;

        // A key in base64 may begin with a slash, so the root alone is no sign.
        return Path.IsPathRooted(text)
            && Path.GetDirectoryName(text) is { } parent
            && parent != Path.GetPathRoot(text)
            && Directory.Exists(parent);
    }
}
