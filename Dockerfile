# syntax=docker/dockerfile:1
# The service as an image: a native binary without shell and package manager. It does not run as root, and writes no file.
# To build without native compilation, for .NET's diagnostics:
#   docker build --build-arg NATIVE=false --build-arg RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled .
ARG NATIVE=true
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble-aot
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled

FROM ${SDK_IMAGE} AS build
ARG NATIVE
WORKDIR /source

# Packages first, from the lock files: this layer is rebuilt only when a version changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/TokenAuthz.Signing/TokenAuthz.Signing.csproj src/TokenAuthz.Signing/packages.lock.json src/TokenAuthz.Signing/
COPY src/TokenAuthz.Engine/TokenAuthz.Engine.csproj src/TokenAuthz.Engine/packages.lock.json src/TokenAuthz.Engine/
COPY src/TokenAuthz.Redis/TokenAuthz.Redis.csproj src/TokenAuthz.Redis/packages.lock.json src/TokenAuthz.Redis/
COPY src/TokenAuthz/TokenAuthz.csproj src/TokenAuthz/Runtime.props src/TokenAuthz/packages.lock.json src/TokenAuthz/
RUN dotnet restore src/TokenAuthz --locked-mode

COPY .editorconfig BannedSymbols.txt ./
COPY src src
RUN dotnet publish src/TokenAuthz --configuration Release --no-restore --output /app -p:PublishAot=${NATIVE} -p:DebugType=none -p:CopyOutputSymbolsToPublishDirectory=false -p:GenerateDocumentationFile=false -p:EnforceCodeStyleInBuild=false

FROM ${RUNTIME_IMAGE}
LABEL org.opencontainers.image.title="token-authz" \
      org.opencontainers.image.description="Tells API gateways whether a signed request may pass." \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /app /app
WORKDIR /app

# Diagnostics would create a socket in the temporary folder, which a read-only root does not allow.
ENV DOTNET_EnableDiagnostics=0

# The base image's user `app`, as a number, so that Kubernetes can tell that it is not root.
USER 1654:1654
EXPOSE 8080 8081

# Asks the admin port: 8081, or the one of TokenAuthz__Admin__Url. It does not know a port that only the --config file sets.
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["/app/token-authz", "healthcheck"]
ENTRYPOINT ["/app/token-authz"]
