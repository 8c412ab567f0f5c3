using BenchmarkDotNet.Running;
using Nabla.Benchmarks;

if (OpenBlas.Missing is { } reason) Console.Error.WriteLine($"OpenBLAS is left out: {reason}");
BenchmarkSwitcher.FromAssembly(typeof(OpenBlas).Assembly).Run(args, new Settings());
