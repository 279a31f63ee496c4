# Builds everything and runs all tests: `sh ./run-tests.ps1` or `pwsh ./run-tests.ps1`.
dotnet build Conformance.sln -c Release -v quiet -nologo || exit 1
dotnet test --project tests/Tests.csproj -c Release --no-build
exit $LASTEXITCODE
