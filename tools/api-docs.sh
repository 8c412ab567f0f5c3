#!/usr/bin/env bash
# Writes the API reference as Markdown, from the libraries and the XML documentation beside them: a page a namespace and a page a type.
#   tools/api-docs.sh [FOLDER]        api/ unless named; what is in it already is replaced
set -euo pipefail
target=$(realpath -m "${1:-api}")
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT

dotnet tool restore >/dev/null
files=()
for project in src/*/*.csproj; do
  dotnet build -c Release "$project" -v quiet -nologo
  assembly=$(dotnet msbuild "$project" -p:Configuration=Release -getProperty:TargetPath)
  cp "$(dirname "$assembly")"/*.dll "$place" # what a library refers to
  cp "${assembly%.dll}.xml" "$place"
  files+=("\"$(basename "$assembly")\"")
done
cat > "$place/filter.yml" <<'YML'
apiRules:
- exclude: { uidRegex: ^Nabla\.Onnx\.Protos }
YML
cat > "$place/docfx.json" <<JSON
{
  "metadata": [
    { "src": [ { "files": [ $(IFS=,; echo "${files[*]}") ] } ], "output": "api", "outputFormat": "markdown", "filter": "filter.yml", "namespaceLayout": "flattened" }
  ]
}
JSON
DOTNET_ROLL_FORWARD=Major dotnet docfx metadata "$place/docfx.json" --logLevel error
rm -rf "$target"; mv "$place/api" "$target"
echo "$target: $(find "$target" -name '*.md' | wc -l) pages"
