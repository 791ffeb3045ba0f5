using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TokenAuthz.Engine.Configuration;

/// <summary>
/// Identifies a state of a file or directory without reading it: the file itself, its size, and the time of its last change, which no
/// program can set. A path without a file has the default value.
/// </summary>
internal readonly partial record struct FileStamp(ulong Device, ulong Inode, ulong Size, long Seconds, uint Nanoseconds)
{
    // The clock of a file system may tick some milliseconds apart.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private const int CurrentDirectory = -100;
    private const uint BasicFields = 0x7ff;

    // Offsets in struct statx of <linux/stat.h>, which is the same on every processor.
    private const int StructSize = 256;
    private const int InodeAt = 32;
    private const int SizeAt = 40;
    private const int ChangeAt = 96;
    private const int DeviceAt = 136;

    private static volatile bool s_isSupported = OperatingSystem.IsLinux() && BitConverter.IsLittleEndian;

    /// <summary>The stamp of what a path leads to; null when the platform has none.</summary>
    public static FileStamp? Of(string path)
    {
        if (!s_isSupported) return null;
        Span<byte> result = stackalloc byte[StructSize];
        try
        {
            if (GetStatus(CurrentDirectory, path, 0, BasicFields, ref MemoryMarshal.GetReference(result)) != 0) return default(FileStamp);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has the function since 1.2.5.
            s_isSupported = false;
            return null;
        }

        return new(
            BinaryPrimitives.ReadUInt64LittleEndian(result[DeviceAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(result[InodeAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(result[SizeAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(result[ChangeAt..]),
            BinaryPrimitives.ReadUInt32LittleEndian(result[(ChangeAt + sizeof(long))..]));
    }

    /// <summary>Whether a later change gets another stamp: one within the same tick of the file system's clock might not.</summary>
    public bool IsSettled => this == default || DateTimeOffset.FromUnixTimeSeconds(Seconds) < TimeProvider.System.GetUtcNow() - Tick;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetStatus(int directory, string path, int flags, uint mask, ref byte result);
}
