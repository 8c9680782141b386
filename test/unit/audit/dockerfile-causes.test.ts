import { describe, expect, it } from 'vitest'
import { findCauses } from '../../../src/audit/dockerfile-causes.ts'

/** `KIND LINE` of each cause. */
function causes(...lines: readonly string[]): readonly string[] {
  return findCauses(lines.join('\n')).map(({ kind, line }) => `${kind} ${line}`)
}

const builder = 'FROM --platform=$BUILDPLATFORM'

describe('lines of a Dockerfile that may be the cause', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ["the last stage of the builder's platform", ['FROM a AS b', `${builder} alpine`], ['platform 2']],
    ['the same, spelt otherwise', ['FROM --platform=${BUILDPLATFORM:-linux/amd64} alpine'], ['platform 1']],
    ['the last stage of one platform', ['FROM --platform=linux/amd64 alpine'], ['platform 1']],
    ['one platform by a variable', ['ARG P=linux/amd64', 'FROM --platform=$P alpine'], ['platform 2']],
    ['a stage that the last one is from', [`${builder} alpine AS base`, 'FROM base'], ['platform 1']],
    ['a stage with its name in a variable', ['ARG B=base', `${builder} alpine AS base`, 'FROM ${B}'], ['platform 2']],
    ['a base pinned to a digest', [`FROM a@sha256:${'0'.repeat(64)}`], ['digest 1']],
    ['a download of one architecture', ['FROM a', 'RUN curl -L https://x.org/t_linux_amd64.tgz'], ['download 2']],
    ['its own line', ['FROM a', 'RUN apk add curl \\', ' && curl https://x.org/t-x86_64.tar.gz'], ['download 3']],
    ['one that is added', ['FROM a', 'ADD https://x.org/linux-x64/t /usr/bin/t'], ['download 2']],
    ['one in a here-document', ['FROM a', 'RUN <<EOF', 'wget https://x.org/aarch64/t', 'EOF'], ['download 3']],
    ['an address in a variable', ['FROM a', 'ENV URL=https://x.org/amd64/t'], ['download 2']],
    ['a file name behind a variable', ['FROM a', 'RUN wget $BASE/t_linux_amd64.deb'], ['download 2']],
    ['GOARCH that is set', [`${builder} go AS b`, 'RUN GOARCH=amd64 go build', 'FROM a'], ['download 2']],
    ['TARGETARCH with a value of its own', ['FROM a', 'ARG TARGETARCH=amd64'], ['download 2']],
    ['TARGETARCH that is not declared', ['FROM a', 'RUN echo $TARGETARCH'], ['argument 2']],
    ['declared before the first stage only', ['ARG TARGETARCH', 'FROM a', 'RUN echo ${TARGETARCH}'], ['argument 3']],
    ['declared in another stage', ['FROM a AS b', 'ARG TARGETARCH', 'FROM a', 'ENV A=$TARGETARCH'], ['argument 4']],
    ['declared too late', ['FROM a', 'RUN echo $TARGETARCH', 'ARG TARGETARCH'], ['argument 2']],
    ['used twice, said once', ['FROM a', 'RUN echo $TARGETARCH', 'RUN echo $TARGETARCH'], ['argument 2']],
    ['used in a continued line', ['FROM a', 'RUN a \\', ' $TARGETPLATFORM'], ['argument 3']],
    ['a shared cache', ['FROM a', 'RUN --mount=type=cache,target=/c make'], ['cache 2']],
    [
      'a shared cache on a line of its own',
      ['FROM a', 'RUN --mount=type=bind,target=/x \\', '  --mount=type=cache,id=c,target=/c make'],
      ['cache 3'],
    ],
    [
      'packages of a build stage',
      [`${builder} node AS b`, 'RUN npm ci', 'FROM node', 'COPY --from=b /app/node_modules ./node_modules'],
      ['copy 4'],
    ],
    [
      'a virtual environment',
      [`${builder} python AS b`, 'FROM python', 'COPY --from=b /opt/venv /opt/venv'],
      ['copy 3'],
    ],
    [
      'a folder with packages in it, by number',
      [`${builder} node`, 'RUN npm ci', 'FROM node', 'COPY --from=0 /app /app'],
      ['copy 4'],
    ],
    ['packages of the machine that builds', ['FROM node', 'COPY node_modules ./node_modules'], ['copy 2']],
    ['in the other form', ['FROM node', 'COPY ["my/.venv", "/app/.venv"]'], ['copy 2']],
    [
      'a program that is compiled for the builder',
      [`${builder} golang AS b`, 'RUN go build -o /app', 'FROM scratch', 'COPY --from=b /app /app'],
      ['cross 4'],
    ],
    [
      'by a stage from another one',
      [`${builder} golang AS base`, 'FROM base AS b', 'RUN make', 'FROM scratch', 'COPY --from=b /app /app'],
      ['cross 5'],
    ],
  ])('are %s', (_, lines, expected) => {
    expect(causes(...lines)).toEqual(expected)
  })

  it.each<[string, readonly string[]]>([
    ['a plain one', ['FROM alpine', 'RUN apk add curl', 'COPY . /app']],
    ['no stage', ['ARG A=1']],
    ['nothing', ['']],
    ["the target's platform", ['FROM --platform=$TARGETPLATFORM alpine']],
    [
      'a choice between architectures',
      ['FROM a', 'RUN case $(uname -m) in x86_64) curl https://x/amd64 ;; *) curl https://x/arm64 ;; esac'],
    ],
    ['a download by variable', ['FROM a', 'ARG TARGETARCH', 'RUN curl https://x.org/t_${TARGETARCH}.tgz']],
    ['a path that is no download', ['FROM a', 'RUN ls /usr/lib/x86_64-linux-gnu']],
    ['a variable the shell sets', ['FROM a', 'RUN TARGETARCH=$(uname -m); echo $TARGETARCH']],
    ['a variable of the environment', ['FROM a', 'ENV TARGETARCH=', 'RUN echo $TARGETARCH']],
    ['a variable a stage inherits', ['FROM a AS b', 'ARG TARGETARCH', 'FROM b', 'RUN echo $TARGETARCH']],
    ['a variable in a comment', ['FROM a', 'RUN a \\', '# $TARGETARCH', ' b']],
    [
      'a cache for each platform',
      ['FROM a', 'ARG TARGETARCH', 'RUN --mount=type=cache,id=c-$TARGETARCH,target=/c make'],
    ],
    ['a bind mount', ['FROM a', 'RUN --mount=type=bind,target=/c make']],
    ['a cache of a build stage', [`${builder} go AS b`, 'RUN --mount=type=cache,target=/c go vet', 'FROM a']],
    ['packages of a stage of the target', ['FROM node AS b', 'RUN npm ci', 'FROM node', 'COPY --from=b /app /app']],
    [
      'a bundle of a build stage',
      [`${builder} node AS b`, 'RUN npm ci && npm run build', 'FROM nginx', 'COPY --from=b /app/dist /www'],
    ],
    [
      'a program that is compiled for the target',
      [
        `${builder} golang AS b`,
        'ARG TARGETARCH',
        'RUN GOARCH=$TARGETARCH go build -o /app',
        'FROM scratch',
        'COPY --from=b /app /app',
      ],
    ],
    [
      'one that a cross-compiler of the target makes',
      [`${builder} rust AS b`, 'COPY --from=xx / /', 'RUN xx-cargo build', 'FROM scratch', 'COPY --from=b /app /app'],
    ],
    ['a copy from an image', ['FROM a', 'COPY --from=busybox:1 /bin/busybox /bin/busybox']],
    ['a pinned base of a build stage', [`${builder} go@sha256:${'0'.repeat(64)} AS b`, 'FROM a']],
  ])('are none in %s', (_, lines) => {
    expect(causes(...lines)).toEqual([])
  })

  it('are none in a file with more stages than anyone writes', () => {
    expect(causes(...Array.from({ length: 600 }, () => `${builder} alpine`))).toEqual([])
  })

  it('come with what is written there, and why', () => {
    expect(findCauses('# a\n  FROM --platform=$BUILDPLATFORM alpine  ')).toEqual([
      {
        kind: 'platform',
        line: 2,
        text: 'FROM --platform=$BUILDPLATFORM alpine',
        why: "the last stage is of the builder's platform, whatever is asked for: leave out --platform",
      },
    ])
  })
})
