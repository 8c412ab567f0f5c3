using System.Text;
using Nabla.Cli;

// Elsewhere the terminal speaks UTF-8 already.
if (OperatingSystem.IsWindows()) Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await App.RunAsync(args);
