using System.Runtime.InteropServices;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Finds where a path leads, through all its symbolic links.</summary>
internal static partial class RealPath
{
    /// <summary>The path without links; null when it leads nowhere.</summary>
    public static unsafe string? Of(string path)
    {
        if (OperatingSystem.IsWindows()) return Path.GetFullPath(path);
        var real = Resolve(path, 0);
        if (real == 0) return null;
        var text = Marshal.PtrToStringUTF8(real);
        NativeMemory.Free((void*)real);
        return text;
    }

    // realpath(3) with a null pointer allocates the text (POSIX.1-2008).
    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Resolve(string path, nint destination);
}
