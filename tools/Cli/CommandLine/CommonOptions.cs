using System.CommandLine;
using System.Globalization;

namespace Nabla.Cli;

/// <summary>Options that several commands have.</summary>
static class CommonOptions
{
    public static Option<string?> Data() => new("--data", "-d")
    {
        Description = "digits (built in), a folder of the four MNIST files, or a CSV file with a header line.",
        HelpName = "DATA",
    };

    public static Option<string?> Label() => new("--label") { Description = "The column of the CSV file that holds the class.", HelpName = "COLUMN" };

    public static Option<int?> Threads() => Positive(new Option<int?>("--threads", "-t")
    {
        Description = "Threads that share the work; by default one a core. Results do not depend on it.",
        HelpName = "N",
    }, most: 1024);

    public static Option<int?> Batch(string description) => Positive(new Option<int?>("--batch", "-b") { Description = description, HelpName = "N" });

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Decides everything random: same seed, same bits.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    public static Option<string> Optimizer() => OneOf(new("--optimizer", "-o") { Description = "The update rule.", DefaultValueFactory = _ => "adam" }, Optimizers.Names);

    public static Option<string> Precision() => OneOf(new("--precision")
    {
        Description = "What products are computed in while it learns; parameters and updates stay float32. For devices: on the CPU the smaller ones are slower.",
        DefaultValueFactory = _ => Precisions.Full,
    }, Precisions.Names);

    public static Option<double?> WeightDecay() =>
        Number(new("--weight-decay") { Description = "Weight decay; by default 0.01 for adamw, else 0.", HelpName = "RATE" }, isZeroFine: true);

    public static Option<string[]> Freeze() => new("--freeze")
    {
        Description = "Parameters that keep their values; * stands for any characters, ? for one. May be given several times.",
        HelpName = "GLOB",
    };

    public static Option<int?> ReplaceHead() => Positive(new("--replace-head") { Description = "Give the last linear layer N outputs, with new first values.", HelpName = "N" });

    public static Option<string?> LossInput() => new("--output")
    {
        Description = "The value that the loss reads; by default the first output, or what goes into its softmax.",
        HelpName = "NAME",
    };

    public static Option<string?> Checkpoint() => new("--checkpoint")
    {
        Description = "After each epoch, and when interrupted, write model, training step, optimizer state and position to this ONNX file.",
        HelpName = "FILE",
    };

    public static Option<int?> CheckpointEvery() => Positive(new("--checkpoint-every") { Description = "Write the checkpoint every N steps of an epoch too.", HelpName = "N" });

    public static Option<string?> Resume() => new("--resume")
    {
        Description = "Go on from a checkpoint, bit for bit as if never stopped (on a device, but for rounding), and keep it up to date. All settings are the checkpoint's; --epochs may be another.",
        HelpName = "FILE",
    };

    public static Option<bool> Inline() => new("--inline")
    {
        Description = "Write ops that other tools do not know as the nodes of their bodies; by default the file brings functions for them.",
    };

    public static Option<string?> Json() => new("--json")
    {
        Description = "Write the results as one JSON object: to the file, or without one to standard output instead of the text.",
        HelpName = "FILE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>A number written as in code: a point before the fraction, whatever the country.</summary>
    public static Option<double?> Number(Option<double?> option, bool isZeroFine)
    {
        option.CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && (value > 0 || isZeroFine && value == 0)) return value;
            result.AddError($"{option.Name} {text}: give a number {(isZeroFine ? "of 0 or more" : "above 0")}, such as 0.001.");
            return null;
        };
        return option;
    }

    public static Option<int?> Positive(Option<int?> option, int most = int.MaxValue)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || !long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n)) return;
            if (n < 1) result.AddError($"{option.Name} {n}: give 1 or more.");
            else if (n > most) result.AddError($"{option.Name} {n}: give at most {most}.");
        });
        return option;
    }

    public static Option<string> OneOf(Option<string> option, IReadOnlyCollection<string> choices)
    {
        option.HelpName = string.Join('|', choices);
        option.CompletionSources.Add([.. choices]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !choices.Contains(token.Value))
                result.AddError($"{option.Name} {token.Value}: choose one of {string.Join(", ", choices)}.");
        });
        return option;
    }
}
