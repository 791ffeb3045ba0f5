using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Reads files that may have been replaced by a FIFO or a device. Opening a FIFO waits for a writer, and would stop the thread that
/// reloads keys; so files are opened without waiting, and reading stops at a limit.
/// </summary>
internal static partial class RegularFile
{
    /// <summary>The largest file that is read in full, in bytes.</summary>
    public const int MaxSize = 16 * 1024 * 1024;

    private const int NotFound = 2;
    private const int NotAllowed = 13;

    // O_NONBLOCK | O_CLOEXEC, of <fcntl.h>; reading (O_RDONLY) is 0.
    private static readonly int Flags = OperatingSystem.IsMacOS() ? 0x4 | 0x100_0000 : 0x800 | 0x8_0000;

    /// <summary>Reads a file in full.</summary>
    /// <exception cref="IOException">
    /// The file cannot be read, is no regular file, or is larger than <see cref="MaxSize"/>. The message does not contain the path.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    public static byte[] ReadAll(string path)
    {
        var bytes = Read(path, MaxSize + 1);
        return bytes.Length <= MaxSize ? bytes : throw new IOException($"it has more than {MaxSize} bytes");
    }

    /// <summary>Reads a file up to a number of bytes.</summary>
    /// <param name="path">The file, or a link to one.</param>
    /// <param name="max">How many bytes are read at most.</param>
    /// <exception cref="IOException">
    /// The file cannot be read, or is no regular file. The message does not contain the path.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    public static byte[] Read(string path, int max)
    {
        using var file = Open(path);
        var bytes = new byte[(int)Math.Min(max, LengthOf(file) + 1)];
        for (var read = 0; ;)
        {
            var count = RandomAccess.Read(file, bytes.AsSpan(read), read);
            read += count;
            if (count == 0 || read == max) return bytes[..read];

            // Files of /proc have the length 0.
            if (read == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(max, 2L * bytes.Length));
        }
    }

    private static long LengthOf(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file);
        }
        catch (NotSupportedException)
        {
            throw new IOException("it is no regular file: a pipe, a socket or a terminal");
        }
    }

    private static SafeFileHandle Open(string path)
    {
        if (Directory.Exists(path)) throw new IOException("it is a directory");
        if (OperatingSystem.IsWindows()) return File.OpenHandle(path);
        var file = OpenFile(path, Flags);
        if (file >= 0) return new(file, ownsHandle: true);
        var error = Marshal.GetLastPInvokeError();
        var message = Marshal.GetPInvokeErrorMessage(error);
        throw error switch
        {
            NotFound => new FileNotFoundException(message),
            NotAllowed => new UnauthorizedAccessException(message),
            _ => new IOException(message),
        };
    }

    // The platform's own classes open files without O_NONBLOCK.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);
}
