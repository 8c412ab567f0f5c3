using Nabla;
using Nabla.Onnx;
using Nabla.Training;

var (train, test) = Digits.Load();
var model = new Sequential(new Linear(64, 128), Activation.Relu, new Linear(128, 10));
var trainer = new Trainer(PluginFolder.LoadDefault(), model, new SoftmaxCrossEntropy(), new Adam(1e-3));

for (int epoch = 0; epoch < 20; epoch++)
    Console.WriteLine(trainer.TrainEpoch(train));
Console.WriteLine(trainer.Evaluate(test));

OnnxFile.Save(trainer.ModelGraph, "digits.onnx");
