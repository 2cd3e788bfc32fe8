"""Which tool of another language does what a tool of Python does that a step names?"""

from collections.abc import Mapping
from types import MappingProxyType

from seatrial.facts.code.language import Language

R, JULIA, JAVA, SCALA = Language.R, Language.JULIA, Language.JAVA, Language.SCALA
CSHARP, RUST, GO, JS, CPP, ANY = (
    Language.CSHARP, Language.RUST, Language.GO, Language.JAVASCRIPT, Language.CPP, Language.OTHER,
)  # fmt: skip

_LOCKED = "Install from the lock alone wherever the code runs"
_FROM_LOCK = {
    R: "`renv::restore()`", JULIA: "`Pkg.instantiate()`", JAVA: "exact versions, no ranges, no SNAPSHOT",
    SCALA: "exact versions, no ranges, no SNAPSHOT", CSHARP: "`dotnet restore --locked-mode`",
    RUST: "`cargo build --locked`", GO: "`go build -mod=readonly`", JS: "`npm ci`",
    CPP: "the versions that the manifest of vcpkg or Conan fixes", ANY: "as the package manager does it",
}  # fmt: skip
_TO_LOCK = {
    R: "`renv::init()`, then `renv::snapshot()`", JULIA: "commit Manifest.toml beside Project.toml",
    JAVA: "exact versions in the build file, or `gradle dependencies --write-locks`",
    SCALA: "exact versions in build.sbt", CSHARP: "`dotnet restore --use-lock-file`", RUST: "commit Cargo.lock",
    GO: "`go mod tidy`, with go.sum committed", JS: "commit package-lock.json",
    CPP: "a baseline in vcpkg.json, or `conan lock create`", ANY: "with the lock file of the package manager",
}  # fmt: skip
_MANIFEST = {
    R: "DESCRIPTION", JULIA: "Project.toml", JAVA: "the build file", SCALA: "build.sbt", CSHARP: "the project file",
    RUST: "Cargo.toml", GO: "go.mod", JS: "package.json", CPP: "CMakeLists.txt", ANY: "the manifest",
}  # fmt: skip

#: By phrase of a step, what is said in each language; ``OTHER`` where none of its own is known.
TOOLS: Mapping[str, Mapping[Language, str]] = MappingProxyType({
    "FastAPI, BentoML or Ray Serve": {
        R: "plumber or vetiver", JULIA: "Oxygen.jl or Genie.jl", JAVA: "Spring Boot or Quarkus",
        SCALA: "http4s or Play",
        CSHARP: "ASP.NET Core", RUST: "axum or actix-web", GO: "net/http or gin", JS: "Fastify or Express",
        CPP: "a model server, or a web framework", ANY: "a web framework, or a model server",
    },
    "as a pydantic model with bounds: Field(ge=, le=), Literal, Enum": {
        JAVA: "as a record with bounds, and mark it @Valid: @Min, @Max, @Pattern",
        SCALA: "as a case class with refined types", CSHARP: "as a class with bounds: [Required], [Range], an enum",
        RUST: "as a struct with bounds: serde, and the derive of validator",
        GO: "as a struct with bounds in its validate tags",
        JS: "as a schema with bounds: zod, or the schemas of Fastify", ANY: "by types and bounds, and check them first",
    },
    "in one class of pydantic-settings": {
        R: "in config.yml, which the package config reads", JAVA: "in one class of @ConfigurationProperties",
        CSHARP: "in appsettings.json and one class of options", RUST: "in one struct of settings",
        GO: "in one struct of settings", ANY: "in one place for settings",
    },
    "one sklearn Pipeline, or layers of the network": {
        R: "one workflow of tidymodels, or layers of the network",
        SCALA: "one Pipeline of Spark ML, or layers of the network",
        CSHARP: "one pipeline of ML.NET, or layers of the network", ANY: "one pipeline, or layers of the network",
    },
    'CMD ["uvicorn", "package.app:app", "--workers", "2"]': {
        R: 'CMD ["Rscript", "server.R"]', JULIA: 'CMD ["julia", "--project", "server.jl"]',
        JAVA: 'CMD ["java", "-jar", "app.jar"]', SCALA: 'CMD ["java", "-jar", "app.jar"]',
        CSHARP: 'CMD ["dotnet", "App.dll"]', JS: 'CMD ["node", "server.js"]', ANY: 'CMD ["/app/server"]',
    },
    "{manifest:a new pyproject.toml} brings in: `uv lock`, or `uv pip compile --generate-hashes`": {
        language: f"{{manifest:{_MANIFEST[language]}}} brings in: {how}" for language, how in _TO_LOCK.items()
    },
    "`uv sync --frozen`, or `pip install --require-hashes -r`": _FROM_LOCK,
    "`poetry lock`": _TO_LOCK, "`poetry sync`": _FROM_LOCK, "Commit poetry.lock": {ANY: "Commit the lock file"},
    "`pdm lock`": _TO_LOCK, "`pdm sync`": _FROM_LOCK, "Commit pdm.lock": {ANY: "Commit the lock file"},
    "`uv sync --frozen`, or `pip install -r`": _FROM_LOCK,
    f"{_LOCKED}: `uv sync --frozen`": {language: f"{_LOCKED}: {how}" for language, how in _FROM_LOCK.items()},
    "Declare in a new pyproject.toml what the code imports, and lock it: `uv lock`": {
        language: f"Declare in {_MANIFEST[language]} what the code needs, and lock it: {how}"
        for language, how in _TO_LOCK.items()
    },
    "`uv lock --check`, `poetry check --lock`, or compile and compare": {
        R: "`renv::status()`", CSHARP: "`dotnet restore --locked-mode`", RUST: "`cargo build --locked`",
        GO: "`go mod verify`, and `go mod tidy -diff`", JS: "`npm ci`", ANY: "make it anew and compare",
    },
    "{package:pyproject.toml}": {language: f"{{package:{name}}}" for language, name in _MANIFEST.items()},
    "Build the wheel in CI on every change: `python -m build`; install it there and import the package": {
        R: "Build the package in CI on every change: `R CMD build`, then `R CMD check` on what comes of it",
        JAVA: "Build the jar in CI on every change, and use it there from a project of its own",
        RUST: "Build the crate in CI on every change: `cargo package`",
        JS: "Pack it in CI on every change: `npm pack`; install it there and import the package",
        ANY: "Build the package in CI on every change, install it there, and use it once",
    },
    "with hypothesis": {
        R: "with quickcheck", JULIA: "with Supposition.jl", JAVA: "with jqwik", SCALA: "with ScalaCheck",
        CSHARP: "with FsCheck", RUST: "with proptest", GO: "with rapid", JS: "with fast-check", CPP: "with RapidCheck",
        ANY: "with inputs by chance",
    },
    "run pip-licenses with --allow-only": {
        RUST: "run cargo-deny with a list of licences", GO: "run go-licenses check with a list of licences",
        JS: "run license-checker with --onlyAllow",
        ANY: "read the licences of all packages, with a list of those allowed",
    },
    "structlog or python-json-logger": {
        R: "the package logger with layout_json", JULIA: "LoggingFormats.jl with JSON",
        JAVA: "Logback with a JSON encoder",
        SCALA: "Logback with a JSON encoder", CSHARP: "AddJsonConsole, or Serilog with a JSON formatter",
        RUST: "tracing_subscriber with .json()", GO: "slog with its JSONHandler", JS: "pino",
        CPP: "spdlog with a pattern in JSON", ANY: "a logger that writes JSON",
    },
    "Set ruff and mypy up in {config:pyproject.toml}": {
        R: "Set lintr and styler up in {config:.lintr}",
        JULIA: "Set JuliaFormatter and JET up in {config:.JuliaFormatter.toml}",
        JAVA: "Set Spotless and SpotBugs up in {config:the build file}",
        SCALA: "Set scalafmt and scalafix up in {config:build.sbt}",
        CSHARP: "Set dotnet format and analysers up in {config:.editorconfig}",
        RUST: "Set rustfmt and clippy up in {config:CI}",
        GO: "Set gofmt and golangci-lint up in {config:.golangci.yml}",
        JS: "Set eslint and the checks of types up in {config:package.json}",
        CPP: "Set clang-format and clang-tidy up in {config:.clang-tidy}",
        ANY: "Set a formatter and a linter up in {config:CI}",
    },
    "watch pip": {
        JAVA: "watch maven or gradle", CSHARP: "watch nuget", RUST: "watch cargo", GO: "watch gomod", JS: "watch npm",
        JULIA: "watch julia", ANY: "watch packages where it can",
    },
    "slowapi with a key": {
        JAVA: "bucket4j with a key", CSHARP: "AddRateLimiter with a key", RUST: "tower_governor with a key",
        GO: "a limiter by key", JS: "a rate-limit plugin with a key", ANY: "a limit by key",
    },
    "pip-audit and bandit or semgrep": {ANY: "osv-scanner and semgrep"},
})  # fmt: skip
