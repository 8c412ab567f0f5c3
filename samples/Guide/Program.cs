namespace Nabla.Guide;

/// <summary>Runs a piece of the guide: <c>dotnet run --project samples/Guide -- FirstGraph</c>.</summary>
static class Pieces
{
    static readonly Dictionary<string, Action> All = new()
    {
        [nameof(FirstGraph)] = FirstGraph.Run,
        [nameof(RunningAGraph)] = RunningAGraph.Run,
        [nameof(SecondDerivative)] = SecondDerivative.Run,
        [nameof(Plan)] = Plan.Run,
        [nameof(OnnxRoundTrip)] = OnnxRoundTrip.Run,
        [nameof(WholeStep)] = WholeStep.Run,
        [nameof(OnADevice)] = OnADevice.Run,
        [nameof(CheckingARule)] = CheckingARule.Run,
    };

    static int Main(string[] args)
    {
        if (args is not [var name] || !All.TryGetValue(name, out var run))
        {
            Console.Error.WriteLine($"Say which: {string.Join(", ", All.Keys)}.");
            return 2;
        }
        run();
        return 0;
    }
}
