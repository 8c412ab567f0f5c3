using System.Globalization;
using Nabla;
using Nabla.Plugins;
using Nabla.Training;
using Xor;

// The ops that the model, its adjoint and its update are made of, by their types: nothing else is kept when the program is trimmed.
var ops = new Registry().Add<Swoosh>()
    .Add<Add>().Add<Cast>().Add<Div>().Add<Gemm>().Add<MatMul>().Add<Mul>().Add<Neg>().Add<ReduceMean>().Add<ReduceSum>().Add<Nabla.Plugins.Shape>().Add<Sigmoid>().Add<Size>()
    .Add<Sub>().Add<Transpose>().Add<Unsqueeze>().Add<Expand>();

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1], targets = [0, 1, 1, 0];
var data = Dataset.Regression("xor", inputs, [2], targets);
var model = new Sequential(new Linear(2, 8), new Activation("Swoosh"), new Linear(8, 1));
var trainer = new Trainer(ops, model, new MeanSquaredError(), new Sgd(0.1), options: new() { BatchSize = 4, Seed = 1 });

double loss = 0;
for (int epoch = 0; epoch < 2000; epoch++) loss = trainer.TrainEpoch(data).Loss;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss {loss:E1} after 2000 epochs"));
Console.WriteLine(trainer.Evaluate(data));
return loss < 1e-3 ? 0 : 1;
