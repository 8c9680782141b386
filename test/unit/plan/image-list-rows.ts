interface ListRow {
  readonly title: string
  readonly name?: string
  readonly content: string
  /** `reference (where)`. */
  readonly images: readonly string[]
  readonly notices?: readonly string[]
}

const kubernetes: readonly ListRow[] = [
  {
    title: 'pods and what makes them, of several documents',
    content: `# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    spec:
      initContainers:
        - { name: wait, image: busybox:1.37 }
      containers:
        - name: web
          image: "ghcr.io/acme/web@sha256:${'ab'.repeat(32)}"
---
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly }
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: a, image: acme/report }] } } } } }
---
apiVersion: v1
kind: Pod
metadata: { generateName: debug- }
spec: { ephemeralContainers: [{ name: sh, image: alpine }], containers: [] }
`,
    images: [
      'busybox:1.37 (Deployment shop/web)',
      `ghcr.io/acme/web@sha256:${'ab'.repeat(32)} (Deployment shop/web)`,
      'acme/report (CronJob nightly)',
      'alpine (Pod debug-)',
    ],
  },
  {
    title: 'a list of objects in JSON, as kubectl prints it',
    content: JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ image: 'a:1' }] } },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { image: 'not-run:1' } },
      ],
    }),
    images: ['a:1 (Pod a)'],
  },
  {
    title: 'resources of operators',
    content: `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main }
spec: { image: quay.io/prometheus/prometheus:v3, logo: { image: "https://example.com/a.png" } }
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: { name: flow }
spec:
  templates:
    - { name: one, container: { image: acme/one } }
    - { name: two, script: { image: acme/two }, sidecars: [{ name: s, image: "acme/Three" }] }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things }
spec: { versions: [{ schema: { properties: { image: { type: string, default: a } } }, image: never:1 }] }
`,
    images: [
      'quay.io/prometheus/prometheus:v3 (Prometheus main)',
      'acme/one (Workflow flow)',
      'acme/two (Workflow flow)',
      'acme/Three (Workflow flow)',
    ],
    notices: ['Prometheus main: "https://example.com/a.png" is passed over, it is no image\'s name'],
  },
  {
    title: 'objects whose names hold variables',
    content: `apiVersion: v1
kind: Pod
metadata: { name: p }
spec: { containers: [{ image: "app:\${TAG}" }, { image: "{{ .Values.image }}" }, { image: "b:1" }] }
`,
    images: ['b:1 (Pod p)'],
    notices: [
      'Pod p: "app:${TAG}" is passed over, it holds a variable',
      'Pod p: "{{ .Values.image }}" is passed over, it holds a variable',
    ],
  },
  {
    title: 'objects beside documents that are none',
    content: 'just: data\n---\napiVersion: v1\nkind: Pod\nspec: { containers: [{ image: a }] }\n',
    images: ['a (Pod)'],
  },
]

const compose: readonly ListRow[] = [
  {
    title: 'a compose file',
    content: `x-common: &common { image: "acme/common:1", restart: always }
services:
  web: { <<: *common }
  db: { image: "postgres:\${PG_VERSION:-17}", platform: linux/amd64 }
  cache: { image: "\${REGISTRY-docker.io}/redis:7" }
  cost: { image: "acme/a$$b" }
  tagged: { image: "app:\${TAG}" }
  app: { build: . }
  both: { build: ., image: acme/both }
  empty: {}
`,
    images: [
      'acme/common:1 (service web)',
      'postgres:17 (service db)',
      'docker.io/redis:7 (service cache)',
      'acme/a$b (service cost)',
      'acme/both (service both)',
    ],
    notices: [
      'service tagged: "app:${TAG}" is passed over, pipe what docker compose config prints to --from -',
      "service app is passed over: it is built, and has no image's name",
    ],
  },
]

const bake: readonly ListRow[] = [
  {
    title: 'a bake file in JSON',
    name: 'docker-bake.json',
    content: JSON.stringify({
      group: { default: { targets: ['app'] } },
      target: { app: { tags: ['acme/app:1', 'acme/app:latest'] }, test: { dockerfile: 'Dockerfile' } },
    }),
    images: ['acme/app:1 (target app)', 'acme/app:latest (target app)'],
    notices: ['target test is passed over: it has no tags'],
  },
]

const dockerfiles: readonly ListRow[] = [
  {
    title: 'a Dockerfile, by what it holds',
    content: `# syntax=docker/dockerfile:1
ARG GO=1.25
ARG BASE
FROM --platform=$BUILDPLATFORM golang:\${GO} AS build
RUN <<END
FROM inside:1
END
FROM build AS test
FROM scratch
FROM \${BASE}
FROM alpine:\${VERSION:-3}
COPY --from=build /a /a
`,
    images: ['golang:1.25 (line 4)', 'alpine:3 (line 11)'],
    notices: [
      'line 4: "golang:1.25" is used for --platform="$BUILDPLATFORM" only',
      'line 10: "${BASE}" is passed over, a variable of it has no default',
    ],
  },
  {
    title: 'a Dockerfile, by its name',
    name: 'build/app.Dockerfile',
    content: '\n\nFROM python:3.14\n',
    images: ['python:3.14 (line 3)'],
  },
  { title: 'nothing', content: '', images: [] },
]

/** A file, and the images it names. */
export const listRows: readonly ListRow[] = [...kubernetes, ...compose, ...bake, ...dockerfiles]
