#!/usr/bin/env bash
# What the README promises to someone with a formula, done from nothing but the packages: packs everything, makes a plugin of the template in an empty folder,
# gives it y = x·σ(βx) with a β that is learned, checks it, trains with it, exports, and asks ONNX Runtime.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
place=$(mktemp -d "${TMPDIR:-/tmp}/nabla-op-XXXXXX"); trap 'rm -rf "$place"' EXIT
say() { echo "-- $*"; }

if [ -n "${1:-}" ]; then cp -r "$1" "$place/packages" # made already, by dotnet pack -c Release -o FOLDER
else
  say "pack everything"
  dotnet pack -c Release Framework.sln -o "$place/packages" -v quiet -nologo
fi

# A debugger finds sources through the packages where the clone has a remote that SourceLink knows.
if git remote get-url origin 2>/dev/null | grep -q github.com; then
  say "symbols say where sources are"
  for package in "$place"/packages/*.snupkg; do
    [ "$(unzip -p "$package" '*.pdb' | grep -ac raw.githubusercontent.com)" -gt 0 ] || { echo "$package: no SourceLink in its symbols" >&2; exit 1; }
  done
fi

# What is on NuGet comes from the cache that the build has filled; of Nabla there are the packages just made, and no older ones of the same version.
cache=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: *//')
cat > "$place/nuget.config" <<XML
<configuration>
  <packageSources><clear /><add key="packed" value="packages" /></packageSources>
  <fallbackPackageFolders><clear /><add key="cache" value="$cache" /></fallbackPackageFolders>
  <config><add key="globalPackagesFolder" value="own-cache" /></config>
</configuration>
XML
if ls -d "$cache"nabla* >/dev/null 2>&1; then echo "the cache $cache holds packages of Nabla; run: dotnet nuget locals global-packages --clear" >&2; exit 1; fi
export DOTNET_CLI_HOME=$place/home HOME=$place/home NUGET_PACKAGES=$place/own-cache
mkdir -p "$HOME"
cd "$place"

say "the tool and the template, from the packages"
dotnet tool install --tool-path tool Nabla.Cli --add-source packages --configfile nuget.config >/dev/null
nabla=$place/tool/nabla
dotnet new install packages/Nabla.Templates.*.nupkg >/dev/null
dotnet new nabla-op -n Swoosh >/dev/null
cd Swoosh

say "as it comes: builds, its tests pass, gradcheck and op check pass"
dotnet build -c Release -v quiet -nologo
dotnet test -c Release --no-build
plugin=src/Swoosh/bin/Release/net10.0/Swoosh.dll
"$nabla" gradcheck --plugin "$plugin"
"$nabla" op check "$plugin"

say "y = x·σ(βx), β learned"
cat > src/Swoosh/Swoosh.cs <<'CS'
using Nabla;
using Nabla.Ops;

[assembly: NeedsOps("Mul", "Sigmoid")]

namespace SwooshOps;

/// <summary>y = x·σ(βx).</summary>
[Op("Swoosh", 1, Domain = "swoosh", Signature = "X, beta -> Y"), Learned("beta", 1)]
public sealed record Swoosh() : Op
{
    /// <inheritdoc/>
    public override Value[]? Body(Graph graph, IReadOnlyList<Value?> x) => [x[0]! * (x[0]! * x[1]!).Sigmoid()];
}
CS
cat > src/Swoosh/SwooshSamples.cs <<'CS'
using Nabla.Ops;

namespace SwooshOps;

/// <summary>What the op is checked with.</summary>
public sealed class SwooshSamples : IOpSamples
{
    /// <inheritdoc/>
    public IEnumerable<OpSample> Samples =>
    [
        new("Swoosh", new Swoosh(), InputSpec.Float(3, 4), InputSpec.Float()),
        new("Swoosh, a β each feature", new Swoosh(), InputSpec.Float(3, 4), InputSpec.Float(4)),
    ];
}
CS
sed -i 's|graph.Add(new Swoosh(), input)|graph.Add(new Swoosh(), input, graph.Constant(Tensor.Scalar(1f)))|' tests/Swoosh.Tests/SwooshTests.cs
dotnet build -c Release -v quiet -nologo
dotnet test -c Release --no-build
"$nabla" gradcheck --plugin "$plugin"
"$nabla" op check "$plugin"

say "a contract that ends up in the output is an error of the build"
cat > "$place/stray.targets" <<XML
<Project>
  <ItemGroup><Content Include="$(ls -d "$place"/own-cache/nabla.framework/*/lib/*/Nabla.Framework.dll)" Link="Nabla.Framework.dll" CopyToOutputDirectory="Always" /></ItemGroup>
</Project>
XML
cp -r src/Swoosh "$place/stray" && cp Directory.*.props "$place/stray"
if dotnet build -c Release "$place/stray" -v quiet -nologo -p:CustomAfterMicrosoftCommonTargets="$place/stray.targets" > "$place/stray.log"; then echo "NABLA001 did not come" >&2; exit 1; fi
grep -m1 -o "error NABLA001: The output of plugin 'Swoosh' holds Nabla.Framework.dll" "$place/stray.log" || { cat "$place/stray.log" >&2; exit 1; }

say "packed, installed, trained with"
dotnet pack -c Release --no-build -o out -v quiet -nologo
"$nabla" plugin install out/Swoosh.0.1.0.nupkg
data=(--epochs 10)
fashion=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
if [ -d "$fashion" ]; then data=(--data "$fashion" --layers 784-64-10 --epochs 1)
else echo "$fashion is not there (Debian: dataset-fashion-mnist): the built-in digits instead"; fi
"$nabla" train "${data[@]}" --activation swoosh --out swoosh.onnx
"$nabla" validate swoosh.onnx
"$nabla" show swoosh.onnx | grep -m1 'beta'
"$nabla" plugin list | grep -A1 '^Swoosh'
"$nabla" plugin list --json | grep -q '"swoosh.Swoosh"'
"$nabla" plugin remove Swoosh
say "done in $SECONDS s"
