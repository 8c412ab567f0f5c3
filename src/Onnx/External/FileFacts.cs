using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Nabla.Onnx;

/// <summary>What .NET does not tell of a file: whether it is an ordinary one, and how many names it has.</summary>
/// <param name="IsRegular">False for devices, pipes and the like.</param>
/// <param name="Links">Its names; 2 or more after a hard link was made.</param>
readonly record struct FileFacts(bool IsRegular, long Links)
{
    const int TypeMask = 0xF000, Regular = 0x8000;

    /// <summary>Of a path; a symbolic link is not followed.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    /// <exception cref="NablaException">On this system it cannot be told.</exception>
    public static FileFacts Of(string path)
    {
        if (OperatingSystem.IsLinux()) return Statx(CurrentFolder, path, NoFollow);
        if (OperatingSystem.IsMacOS()) return Stat(buffer => IsArm ? lstat(path, buffer) : lstat64(path, buffer));
        using var handle = File.OpenHandle(path);
        return Of(handle);
    }

    /// <summary>Of an open file.</summary>
    /// <inheritdoc cref="Of(string)" path="/exception"/>
    public static FileFacts Of(SafeFileHandle handle)
    {
        if (OperatingSystem.IsLinux()) return Statx((int)handle.DangerousGetHandle(), "", EmptyPath);
        if (OperatingSystem.IsMacOS()) return Stat(buffer => IsArm ? fstat((int)handle.DangerousGetHandle(), buffer) : fstat64((int)handle.DangerousGetHandle(), buffer));
        if (!OperatingSystem.IsWindows())
            throw new NablaException("On this system it cannot be told whether a file has a second name; external data is read and written on Linux, macOS and Windows.");
        var information = new byte[52];
        if (!GetFileInformationByHandle(handle, information)) throw Failed();
        // BY_HANDLE_FILE_INFORMATION: nNumberOfLinks
        return new(GetFileType(handle) == DiskFile, BitConverter.ToUInt32(information, 40));
    }

    // linux/stat.h: struct statx is the same on every architecture; stx_nlink, stx_mode.
    static FileFacts Statx(int folder, string path, int flags)
    {
        var buffer = new byte[256];
        if (statx(folder, path, flags, TypeAndLinks, buffer) != 0) throw Failed();
        return new((BitConverter.ToUInt16(buffer, 28) & TypeMask) == Regular, BitConverter.ToUInt32(buffer, 16));
    }

    // sys/stat.h of macOS with 64-bit inodes: st_mode, st_nlink.
    static FileFacts Stat(Func<byte[], int> call)
    {
        var buffer = new byte[256];
        if (call(buffer) != 0) throw Failed();
        return new((BitConverter.ToUInt16(buffer, 4) & TypeMask) == Regular, BitConverter.ToUInt16(buffer, 6));
    }

    static IOException Failed() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message);

    const int CurrentFolder = -100, NoFollow = 0x100, EmptyPath = 0x1000;
    const uint TypeAndLinks = 0x1 | 0x4, DiskFile = 1;

    static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    [DllImport("libc", SetLastError = true)]
    static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);

    [DllImport("libc", SetLastError = true)]
    static extern int lstat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] buffer);

    [DllImport("libc", SetLastError = true, EntryPoint = "lstat$INODE64")]
    static extern int lstat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] buffer);

    [DllImport("libc", SetLastError = true)]
    static extern int fstat(int file, byte[] buffer);

    [DllImport("libc", SetLastError = true, EntryPoint = "fstat$INODE64")]
    static extern int fstat64(int file, byte[] buffer);

    [DllImport("kernel32", SetLastError = true)]
    static extern bool GetFileInformationByHandle(SafeFileHandle file, byte[] information);

    [DllImport("kernel32")]
    static extern uint GetFileType(SafeFileHandle file);
}
