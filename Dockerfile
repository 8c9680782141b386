# The tool's own image, for those without Node. docs/image.md says how it is used.
#   docker buildx build --platform linux/amd64,linux/arm64 .
FROM --platform=$BUILDPLATFORM node:24-trixie-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# What a platform runs is put together on the machine that builds: nothing is emulated, whatever is built for.
FROM build AS package
ARG TARGETARCH
WORKDIR /opt/everyarch
RUN cp -r /src/package.json /src/package-lock.json /src/LICENSE /src/dist . && cpu=$TARGETARCH \
  && if [ "$cpu" = amd64 ]; then cpu=x64; fi \
  # vitest is both a peer and a tool of development: without the tools it is installed as what it is to users.
  && npm pkg delete devDependencies \
  && npm install --os=linux --cpu="$cpu" --libc=glibc --ignore-scripts --no-audit --no-fund

FROM node:24-trixie-slim
LABEL org.opencontainers.image.title=everyarch \
  org.opencontainers.image.description="Proves that a multi-architecture container image keeps its promises" \
  org.opencontainers.image.licenses=Apache-2.0
# For --build and --bake; what is verified needs neither.
COPY --from=docker:29-cli /usr/local/bin/docker /usr/local/bin/docker
COPY --from=docker:29-cli /usr/local/libexec/docker/cli-plugins/docker-buildx /usr/local/libexec/docker/cli-plugins/docker-buildx
COPY --from=package /opt/everyarch /opt/everyarch
WORKDIR /workspace
ENTRYPOINT ["node", "/opt/everyarch/dist/src/cli/main.js"]
CMD ["--help"]
