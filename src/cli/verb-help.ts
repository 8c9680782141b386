import type { VerbName } from '../config/verb-name.ts'

/** What the help says of a command. */
export interface VerbHelp {
  /** What stands after its name. */
  readonly operands: string
  /** In the list of commands. */
  readonly summary: string
  /** What it does, in a paragraph or two. */
  readonly description: readonly string[]
  readonly examples: readonly { readonly line: string; readonly says: string }[]
}

const imageForm = 'IMAGE is a reference: python:3.14, ghcr.io/acme/app:1.4, 127.0.0.1:5000/app@sha256:…'

const localForm =
  'IMAGE may also be in a layout or archive of this machine: oci:DIR, oci-archive:FILE, docker-archive:FILE, each with :NAME where it holds several; or in the store of an engine: docker-daemon:NAME, with the platforms that are there.'

const assembledForm =
  'Images that were built one by one are verified as the index they make: assemble:IMAGE,IMAGE,…, each best by digest: a tag is read once, when the run begins. Nothing of that index is in a registry before it is published.'

/** The help of each command; one without does not compile. */
export const verbHelp: Readonly<Record<VerbName, VerbHelp>> = {
  init: {
    operands: '[FOLDER]',
    summary: 'look at a folder with a Dockerfile, and write what verifies it',
    description: [
      'Reads the Dockerfile, the compose file, the bake file and the CI that are there, and writes three files: a configuration, a first suite of checks, and a workflow or pipeline. Says what it found, and why it chose what. Then everyarch verify, with no further word, builds the image and proves each platform.',
      'A file that says something else is never written over without --force; what would change is shown. Nothing of the folder is run.',
    ],
    examples: [
      { line: 'everyarch init', says: 'this folder' },
      { line: 'everyarch init services/api --dry-run', says: 'what would be written elsewhere' },
      { line: 'everyarch init --platform linux/amd64,linux/arm64,linux/arm/v7', says: 'for these platforms' },
      { line: 'everyarch init --format json --ci gitlab', says: 'without TypeScript, for GitLab' },
    ],
  },
  verify: {
    operands: 'IMAGE… [-- COMMAND]',
    summary: 'audit an image, run every platform of it, report and gate',
    description: [
      'Looks at the index, then starts every linux platform of it by digest, natively or emulated, and says of each: passed, failed, inconclusive or unverified.',
      '--http asks the container, and --expect says what must hold too: exit:0, status:200,204, body:TEXT, json:$.status=ok, header:NAME=TEXT, tls:FILE or tls:any, tcp:PORT, log:TEXT, command:WORDS, healthcheck. TEXT may be /a regular expression/. All must hold.',
      'Without either, an image that exposes TCP ports must listen on one of them; one that exposes none must end with 0 or stay up.',
      imageForm,
      localForm,
      assembledForm,
      'Such an image is run from a registry that this command serves on loopback meanwhile; nothing of it stays in the engine.',
      '--build and --bake build the image first, by docker buildx, and keep it from every reader until it is proven: by digest and without a tag in the repository of --tag, else in a folder that is removed in the end. Words after -- are then for buildx.',
    ],
    examples: [
      { line: 'everyarch verify ghcr.io/acme/app:1.4', says: 'every linux platform of the index' },
      { line: 'everyarch verify app:1.4 --http 5000/health', says: 'each must answer on port 5000' },
      { line: "everyarch verify db:17 --expect 'log:ready to accept'", says: 'one without HTTP' },
      { line: 'everyarch verify app:1.4 --require linux/amd64,linux/arm64', says: 'and both must be there' },
      { line: 'everyarch verify tool:2 --expect exit:0 -- --version', says: 'a tool that ends' },
      { line: 'everyarch verify app:1.4 --reporter json=report.json', says: 'keep the report' },
      { line: 'everyarch verify oci:build/out --http 5000', says: 'before it is pushed' },
      { line: 'everyarch verify --build . --tag app:1.4 --publish', says: 'build, prove, publish' },
      {
        line: 'everyarch verify assemble:app@sha256:…,app@sha256:…',
        says: 'several images as one index',
      },
    ],
  },
  platforms: {
    operands: 'IMAGE…',
    summary: 'list the platforms of an image, in an instant',
    description: [
      'Reads the index and its manifests: platforms, digests, sizes, attestations. Every digest is checked.',
      imageForm,
      localForm,
    ],
    examples: [
      { line: 'everyarch platforms python:3.14', says: 'the index at a glance' },
      { line: 'everyarch platforms app:1.4 --require linux/arm64', says: 'exit with 1 when it is not there' },
      { line: 'everyarch platforms app:1.4 --json', says: 'for a script' },
    ],
  },
  inspect: {
    operands: 'IMAGE…',
    summary: 'audit an image without running it; no engine needed',
    description: ['Checks what the index promises against what the registry holds.', imageForm, localForm],
    examples: [
      { line: 'everyarch inspect ghcr.io/acme/app:1.4', says: 'every finding, in seconds' },
      { line: 'everyarch inspect app:1.4 --strict', says: 'warnings fail too' },
      { line: 'everyarch inspect app:1.4 --forbid windows/amd64', says: 'this one must not be there' },
      { line: 'everyarch inspect docker-daemon:app:dev', says: 'what an engine holds, before it is pushed' },
      { line: 'everyarch inspect --from - --require linux/arm64', says: 'the images of a rendered chart' },
    ],
  },
  bench: {
    operands: 'IMAGE [-- COMMAND]',
    summary: 'measure how fast each platform starts, answers and computes',
    description: [
      'Verifies the image, then starts every platform that passed once in each of several rounds, in a new order each time, and measures its start, requests to the first --http endpoint, and each --exec command in the running container. Nothing else runs meanwhile.',
      'Figures are medians with 95 % intervals. An emulated platform has its factor over the native one of the same image. Rounds end when intervals are narrow, or after --time.',
      '--baseline takes an earlier image, which is then measured in the same rounds, or a report this command wrote, whose factors are compared: what got slower is bench/regression, and the exit code is 1.',
      imageForm,
      localForm,
    ],
    examples: [
      { line: 'everyarch bench app:1.4 --http 5000', says: 'starts and requests' },
      { line: "everyarch bench app:1.4 --exec 'python -c pass'", says: 'a command in the container' },
      { line: 'everyarch bench app:1.5 --http 5000 --baseline app:1.4', says: 'did it get slower?' },
      { line: 'everyarch bench app:1.4 --reporter json=baseline.json', says: 'keep a baseline' },
    ],
  },
  plan: {
    operands: 'IMAGE',
    summary: 'what would run where, natively or emulated',
    description: [
      'Asks the engine which platforms of the image it can run, and how that is known. Nothing of the image is run.',
      imageForm,
    ],
    examples: [
      { line: 'everyarch plan ghcr.io/acme/app:1.4', says: 'all platforms of the index' },
      { line: 'everyarch plan app:1.4 --engine desktop-linux', says: 'on another Docker context' },
      { line: 'everyarch plan app:1.4 --matrix', says: 'jobs for CI machines' },
      {
        line: 'everyarch plan --matrix --platform linux/amd64,linux/arm64',
        says: 'those that build an image',
      },
    ],
  },
  resolve: {
    operands: 'IMAGE',
    summary: 'which digest each kind of host and engine would pick',
    description: [
      'Tells by their rules what Docker, containerd, Kubernetes, Podman and crane take from the index on each kind of host, and where they silently take something else. With --platform, for these hosts only.',
      imageForm,
    ],
    examples: [
      { line: 'everyarch resolve ghcr.io/acme/app:1.4', says: 'all usual hosts' },
      { line: 'everyarch resolve app:1.4 --platform linux/arm/v7', says: 'what a Raspberry Pi 2 gets' },
    ],
  },
  report: {
    operands: 'FILE…',
    summary: 'render a saved report, or merge those of several machines into one verdict',
    description: [
      'Reads reports that verify or inspect wrote with --json or --reporter json=FILE (- is standard input), makes their verdict anew from what they contain, and exits with it.',
      'Several reports are shards of one image: their digests must be the same, native evidence beats emulated evidence of the same platform, and a linux platform of the index that none of them verified is unverified.',
    ],
    examples: [
      { line: 'everyarch report amd64.json arm64.json', says: 'one verdict of two machines' },
      { line: 'everyarch report *.json --platform linux/amd64,linux/arm64', says: 'only these are needed' },
      { line: 'everyarch report report.json --reporter markdown=report.md', says: 'the same, in another form' },
    ],
  },
  publish: {
    operands: 'FILE',
    summary: 'make tags point at exactly what a report proved',
    description: [
      'FILE is a report of everyarch verify, or several merged by everyarch report. Its verdict is made anew of what it contains; every platform of the index must have been run and have passed.',
      'What the image needs is sent first, by digest; the tags are set last, and what is there then is read back and compared. A tag that someone else has moved meanwhile is left alone.',
    ],
    examples: [
      { line: 'everyarch publish report.json --tag ghcr.io/acme/app:1.4', says: 'in its repository or another' },
      { line: 'everyarch publish report.json --tag app:1,app:2 --dry-run', says: 'write nothing' },
    ],
  },
  readme: {
    operands: '[IMAGE]',
    summary: 'the table of platforms for a README: print, write or check it',
    description: [
      'Runs what everyarch verify runs, with the same flags, or takes a saved report; then prints a table of the platforms, or with --write puts it between two lines of the README, <!-- everyarch:begin --> and <!-- everyarch:end -->. --check exits with 1 and a diff where they hold something else.',
      'The usual columns say nothing that a rebuild changes. --columns takes more: platform, status, how, uname, proven, digest, size, start.',
    ],
    examples: [
      { line: 'everyarch readme ghcr.io/acme/app:1.4 --http 5000', says: 'the table, proven now' },
      { line: 'everyarch readme --report report.json --write', says: 'into README.md' },
      { line: 'everyarch readme --report report.json --check', says: 'in CI' },
      { line: 'everyarch readme app:1.4 --columns platform,status,size', says: 'what it says' },
    ],
  },
  doctor: {
    operands: '',
    summary: 'what is missing on this machine, and the command that adds it',
    description: ['Looks for an engine, emulators, disk space and builders.'],
    examples: [
      { line: 'everyarch doctor', says: 'all of it' },
      { line: 'everyarch doctor --platform linux/arm64,linux/s390x', says: 'can these be run here?' },
    ],
  },
  'builder ls': {
    operands: '',
    summary: 'what can build images, natively or emulated',
    description: [
      'Lists the builders of docker buildx, of every driver, and which platforms each of their machines builds natively or emulated. With --platform, for these platforms only, and which builder a build of them would use.',
    ],
    examples: [
      { line: 'everyarch builder ls', says: 'all of them' },
      { line: 'everyarch builder ls --platform linux/amd64,linux/arm64', says: 'which one would build these?' },
      { line: 'everyarch builder ls --json', says: 'for a script' },
    ],
  },
  'builder create': {
    operands: '[ENDPOINT] [-- …]',
    summary: 'make a builder, or add a machine to one',
    description: [
      'ENDPOINT is a Docker context or the address of an engine; of a remote builder, that of its buildkitd. Without one, the builder is a container of the current engine.',
      'Words after -- go to docker buildx create as they are. The builder is yours: everyarch clean leaves it alone.',
    ],
    examples: [
      { line: 'everyarch builder create --use', says: 'for several platforms' },
      { line: 'everyarch builder create --name farm --bootstrap', says: 'and start it' },
      {
        line: 'everyarch builder create --name farm --append ssh://pi@arm64.example',
        says: 'builds arm64 natively',
      },
      { line: 'everyarch builder create --driver remote tcp://build.example:1234', says: 'a buildkitd elsewhere' },
    ],
  },
  'builder use': {
    operands: 'NAME',
    summary: 'make a builder the one that builds use',
    description: ['It is then used by docker buildx build, too, at the same engine.'],
    examples: [{ line: 'everyarch builder use farm', says: 'from now on' }],
  },
  'builder inspect': {
    operands: '[NAME]',
    summary: 'one builder: its machines, and what each builds',
    description: ['Without a name, the one that builds use. What it can build is known once it was started.'],
    examples: [
      { line: 'everyarch builder inspect', says: 'the current one' },
      { line: 'everyarch builder inspect farm --bootstrap', says: 'start it first' },
    ],
  },
  'builder rm': {
    operands: 'NAME',
    summary: 'remove a builder and its cache',
    description: ["An engine's own builder cannot be removed."],
    examples: [{ line: 'everyarch builder rm farm', says: 'images stay' }],
  },
  clean: {
    operands: '',
    summary: 'remove what killed runs have left',
    description: [
      'Removes containers, images and folders that everyarch made and that no run owns any more, and nothing else.',
    ],
    examples: [{ line: 'everyarch clean', says: 'after a kill -9' }],
  },
}
