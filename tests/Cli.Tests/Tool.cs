using System.Diagnostics;

namespace Nabla.Tests;

/// <summary>What a run of the tool left behind.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>The one line on standard error.</summary>
    public string ErrorLine => Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Fails with what the tool said unless it ended well.</summary>
    public void Succeeds() => Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
}

/// <summary>The built tool, run as a user runs it.</summary>
public static class Tool
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The folder of the tool: beside that of the tests, built in the same configuration.</summary>
    public static string Folder
    {
        get
        {
            var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
            return Path.GetFullPath(Path.Combine(own, "..", "..", "Cli", Path.GetFileName(own)));
        }
    }

    /// <summary>Runs it to its end in a folder.</summary>
    public static ToolResult Run(string folder, params string[] args)
    {
        using var process = Start(folder, args);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"nabla {string.Join(' ', args)} did not end in {Patience}.");
        }
        return new(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts it in a folder, which is also its user's home: plugins that somebody installed must not decide what is tested.</summary>
    public static Process Start(string folder, params string[] args) => Start(folder, null, args);

    /// <summary>Starts it in a folder with a variable set.</summary>
    public static Process Start(string folder, (string Name, string Value)? variable, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "nabla.dll"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What this build server sets must not decide what is tested; one that is known to force colours stays on.
        foreach (var name in (string[])["NO_COLOR", "CI", "NABLA_DEBUG"]) start.Environment.Remove(name);
        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment.Remove("NABLA_PLUGINS");
        start.Environment[OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME"] = folder;
        if (variable is { } v) start.Environment[v.Name] = v.Value;
        return Process.Start(start)!;
    }
}
