using System.Text.Json;
using System.Xml.Linq;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>The tool that measures what a check costs runs, with samples too short to say anything about time.</summary>
public sealed class MeasureTests
{
    private const string Tool = "tests/TokenAuthz.Benchmarks/measure";

    // Of these the report has a row if the tool can start them.
    private static readonly string[] Rows =
    [
        "no check", "TokenAuthz, HTTP/1.1", "TokenAuthz, HTTP/1.1, Unix socket", "TokenAuthz, HTTP/2", "TokenAuthz, HTTP/2, Unix socket",
        "TokenAuthz, gRPC", "once, by memory",
    ];

    [Fact]
    public async Task Reports_each_way_that_it_measures()
    {
        Programs.Require("python3", "clang", "envoy");
        using var folder = new TemporaryFolder();
        await BuildAsync(folder);

        await Command.RunAsync(
            Repository.PathOf(Tool), "direct", "gateway", "single-use", "--builds", folder.Path, "--report", folder["report"],
            "--rounds", "1", "--runs", "1", "--seconds", "0.1");

        var report = await File.ReadAllTextAsync(folder["report.md"], TestContext.Current.CancellationToken);
        Assert.DoesNotContain(report.Split('\n'), line => line.StartsWith("Left out: TokenAuthz", StringComparison.Ordinal));
        Assert.All(Rows, row => Assert.Contains($"\n| {row} | ", report, StringComparison.Ordinal));
        Assert.Equal("svg", XDocument.Load(folder["report-added.svg"]).Root!.Name.LocalName);
        using var samples = JsonDocument.Parse(await File.ReadAllBytesAsync(folder["report.json"], TestContext.Current.CancellationToken));
        Assert.Equal(["direct", "gateway", "single-use"], samples.RootElement.EnumerateObject().Select(part => part.Name));
    }

    // In the place of a published service, the program that the tests are about.
    private static async Task BuildAsync(TemporaryFolder folder)
    {
        var start = ShippedProgram.With();
        Directory.CreateDirectory(folder["service"]);
        var program =
            folder.Write("service/token-authz", $"#!/bin/sh\nexec {start.FileName} {string.Join(' ', start.ArgumentList)} \"$@\"\n");
        await Command.RunAsync("chmod", "u+x", program);
    }
}
