using System.Text;
using TokenAuthz.Checks;

namespace TokenAuthz.Tests.Service.Checks;

[Collection(nameof(MeasuresAllocations))]
public static class RequestBufferTests
{
    [Fact]
    public static void Keeps_no_memory_of_a_request_that_is_larger_than_usual()
    {
        var text = new string('x', 4 * 1024 * 1024);
        var usual = new string('y', 60 * 1024);

        // The first grows the memory; the second is from it, and a large text before does not change that.
        RequestBuffer.Begin().Latin1(usual);
        Assert.Equal(0, Allocations.Of(() => RequestBuffer.Begin().Latin1(usual)));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var buffer = RequestBuffer.Begin();
        var first = buffer.Latin1(usual);
        var large = buffer.Latin1(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, text.Length, 2 * text.Length);
        Assert.Equal((text, usual), (Encoding.Latin1.GetString(large), Encoding.Latin1.GetString(first)));

        before = GC.GetAllocatedBytesForCurrentThread();
        RequestBuffer.Begin().Latin1(text);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, text.Length, 2 * text.Length);
    }
}
