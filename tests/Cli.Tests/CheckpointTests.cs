using System.Text.Json;

namespace Nabla.Tests;

public sealed class CheckpointTests : IDisposable
{
    const int Kills = 50;

    readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    void Ok(params string[] args)
    {
        var result = _place.Run(args);
        result.Succeeds();
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("nesterov")]
    public void A_resumed_training_gives_the_file_of_one_that_never_stopped(string optimizer)
    {
        Ok("train", "--epochs", "3", "--optimizer", optimizer, "--out", "whole.onnx", "--json", "whole.json");
        Ok("train", "--epochs", "1", "--optimizer", optimizer, "--checkpoint", "ck.onnx", "--out", "part.onnx");
        Ok("train", "--resume", "ck.onnx", "--epochs", "3", "--threads", "1", "--out", "resumed.onnx", "--json", "resumed.json");
        Assert.Equal(File.ReadAllBytes(_place["whole.onnx"]), File.ReadAllBytes(_place["resumed.onnx"]));
        Assert.Equal(Losses("whole.json"), Losses("resumed.json"));
        Ok("eval", "ck.onnx");
    }

    double[] Losses(string report) => [.. JsonDocument.Parse(File.ReadAllText(_place[report])).RootElement.GetProperty("epochs").EnumerateArray().Select(e => e.GetProperty("loss").GetDouble())];

    [Fact]
    public void A_kill_at_any_moment_leaves_a_whole_file_and_nothing_is_lost()
    {
        Ok("train", "--epochs", "1", "--checkpoint", "ck.onnx", "--out", "m.onnx");
        var random = new Random(7);
        int moved = 0, epoch = 1;
        for (int kill = 0; kill < Kills; kill++)
        {
            var before = File.ReadAllBytes(_place["ck.onnx"]);
            using (var process = Tool.Start(_place.Folder, "train", "--resume", "ck.onnx", "--epochs", "100000", "--checkpoint-every", "1", "--threads", "1", "--out", "m.onnx"))
            {
                // At first it may not even have begun; then it writes all the time.
                var written = new FileInfo(_place["ck.onnx"]).LastWriteTimeUtc;
                if (kill % 5 != 0)
                    for (int i = 0; i < 2000 && new FileInfo(_place["ck.onnx"]).LastWriteTimeUtc == written && !process.HasExited; i++) Thread.Sleep(5);
                Thread.Sleep(random.Next(40));
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
            }
            var after = Nabla.Onnx.OnnxFile.Read(_place["ck.onnx"]);
            Assert.Empty(Nabla.Onnx.ModelChecker.Check(after));
            epoch = int.Parse(after.MetadataProps.Single(m => m.Key == "nabla.checkpoint.epoch").Value, System.Globalization.CultureInfo.InvariantCulture);
            if (!before.AsSpan().SequenceEqual(File.ReadAllBytes(_place["ck.onnx"]))) moved++;
        }
        Assert.True(moved >= Kills / 2, $"only {moved} of {Kills} runs came to write");
        Ok("train", "--resume", "ck.onnx", "--epochs", $"{epoch + 1}", "--out", "killed.onnx");
        Ok("train", "--epochs", $"{epoch + 1}", "--out", "whole.onnx");
        Assert.Equal(File.ReadAllBytes(_place["whole.onnx"]), File.ReadAllBytes(_place["killed.onnx"]));
    }

    [Fact]
    public void What_cannot_be_resumed_is_said_in_a_sentence()
    {
        Ok("train", "--epochs", "1", "--checkpoint", "ck.onnx", "--out", "m.onnx");
        Says("--lr cannot be given with --resume", "train", "--resume", "ck.onnx", "--lr", "0.1");
        Says("is trained for all of its 1 epochs", "train", "--resume", "ck.onnx");
        Says("is no checkpoint", "train", "--resume", "m.onnx", "--epochs", "2", "--out", "n.onnx");
        Says("--checkpoint-every needs --checkpoint", "train", "--checkpoint-every", "5");
        Says("which the same command uses", "train", "--resume", "ck.onnx", "--epochs", "2", "--out", "ck.onnx");
        _place.Write("iris.csv", "a,b,class\n1,2,x\n2,1,y\n3,4,x\n4,3,y\n5,6,x\n6,5,y\n");
        Says("was trained on digits", "train", "--resume", "ck.onnx", "--epochs", "2", "--data", "iris.csv", "--label", "class");
    }

    [Fact]
    public void A_model_is_fine_tuned_and_its_step_exported()
    {
        Ok("train", "--epochs", "1", "--out", "m.onnx");
        Ok("finetune", "m.onnx", "--freeze", "fc1.*", "--epochs", "1", "--out", "tuned.onnx", "--json", "tuned.json");
        Assert.True(JsonDocument.Parse(File.ReadAllText(_place["tuned.json"])).RootElement.GetProperty("validation").GetProperty("passed").GetBoolean());
        Ok("export-step", "m.onnx", "--optimizer", "momentum", "--out", "step.onnx");
        Says("add --replace-head 10", "finetune", "m.onnx", "--replace-head", "3");
        Says("No parameter is named", "finetune", "m.onnx", "--freeze", "nothing");
    }

    [Fact]
    public void A_resumed_fine_tuning_gives_the_file_of_one_that_never_stopped()
    {
        Ok("train", "--epochs", "1", "--out", "m.onnx");
        Ok("finetune", "m.onnx", "--freeze", "fc1.*", "--optimizer", "adamw", "--epochs", "3", "--out", "whole.onnx");
        Ok("finetune", "m.onnx", "--freeze", "fc1.*", "--optimizer", "adamw", "--epochs", "1", "--checkpoint", "ck.onnx", "--out", "part.onnx");
        Says("is a checkpoint of nabla finetune", "train", "--resume", "ck.onnx", "--epochs", "3");
        Says("--lr cannot be given with --resume", "finetune", "--resume", "ck.onnx", "--lr", "0.1");
        Says("Give a model or --resume, not both", "finetune", "m.onnx", "--resume", "ck.onnx");
        Ok("finetune", "--resume", "ck.onnx", "--epochs", "3", "--threads", "1", "--out", "resumed.onnx");
        Assert.Equal(File.ReadAllBytes(_place["whole.onnx"]), File.ReadAllBytes(_place["resumed.onnx"]));
        Ok("finetune", "ck.onnx", "--own-step", "--epochs", "1", "--lr", "0.001", "--out", "own.onnx");
        Assert.Single(Nabla.Onnx.OnnxFile.Read(_place["own.onnx"]).TrainingInfo);
        Ok("check", "own.onnx");
        Says("no training step", "finetune", "m.onnx", "--own-step");
        Says("--freeze cannot be given with --own-step", "finetune", "ck.onnx", "--own-step", "--freeze", "fc1.*");
        Ok("train", "--epochs", "1", "--checkpoint", "first.onnx", "--out", "n.onnx");
        Says("is a checkpoint of nabla train", "finetune", "--resume", "first.onnx");
        Ok("finetune", "first.onnx", "--own-step", "--initialize", "--lr", "0.001", "--epochs", "1", "--out", "anew.onnx");
    }

    [Fact]
    public void Steps_and_models_are_written_as_asked()
    {
        Ok("train", "--epochs", "1", "--out", "m.onnx", "--external-data");
        Assert.True(File.Exists(_place["m.onnx.data"]));
        Ok("eval", "m.onnx");
        Ok("export-step", "m.onnx", "--out", "step.onnx", "--external-data", "weights.bin");
        Assert.True(File.Exists(_place["weights.bin"]));
        Assert.NotEmpty(Nabla.Onnx.OnnxFile.Read(_place["step.onnx"]).Functions);
        Ok("export-step", "m.onnx", "--out", "inline.onnx", "--inline", "--optimizer", "adagrad", "--optimizer-ops");
        Assert.Empty(Nabla.Onnx.OnnxFile.Read(_place["inline.onnx"]).Functions);
        Ok("export-step", "m.onnx", "--out", "ops.onnx", "--optimizer", "adagrad", "--optimizer-ops");
        Assert.Contains(Nabla.Onnx.OnnxFile.Read(_place["ops.onnx"]).Functions, f => f is { Domain: "ai.onnx.preview.training", Name: "Adagrad" });
        Says("ONNX has no op for adamw", "export-step", "m.onnx", "--optimizer", "adamw", "--optimizer-ops");
        Says("which the same command uses", "finetune", "m.onnx", "--epochs", "1", "--external-data", "m.onnx");
    }

    void Says(string message, params string[] args)
    {
        var result = _place.Run(args);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(message, result.ErrorLine, StringComparison.Ordinal);
    }
}
