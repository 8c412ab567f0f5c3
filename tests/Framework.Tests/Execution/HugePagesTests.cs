using System.Globalization;

namespace Nabla.Tests;

/// <summary>Large buffers are advised to lie in large pages; that they do is up to the system.</summary>
public unsafe class HugePagesTests
{
    [Fact]
    public void A_large_buffer_is_advised()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/sys/kernel/mm/transparent_hugepage/enabled")) Assert.Skip("This system has no transparent huge pages.");
        var buffer = new AlignedBuffer(16 << 20);
        Assert.Contains("hg", FlagsAt((nint)buffer.Pointer + (8 << 20)), StringComparison.Ordinal);
        GC.KeepAlive(buffer);
    }

    [Theory, InlineData(0), InlineData(1), InlineData((2 << 20) - 1), InlineData((4 << 20) + 12345)]
    public void Any_size_is_zeroed_and_writable(long bytes)
    {
        var span = new AlignedBuffer(bytes).Span<byte>(0, bytes);
        Assert.False(span.ContainsAnyExcept((byte)0));
        span.Fill(7);
        Assert.False(span.ContainsAnyExcept((byte)7));
    }

    // Of the mapping that an address lies in; see proc_pid_smaps(5).
    static string FlagsAt(nint address)
    {
        bool isThere = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string first = line.Split(' ')[0];
            if (first.Split('-') is [var from, var to] && long.TryParse(from, NumberStyles.HexNumber, null, out long begin) && long.TryParse(to, NumberStyles.HexNumber, null, out long end))
                isThere = begin <= address && address < end;
            else if (isThere && first == "VmFlags:") return line;
        }
        return "";
    }
}
