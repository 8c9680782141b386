import { basename } from 'node:path'
import type { CiFile } from './ci-facts.ts'
import type { FolderFacts } from './folder-facts.ts'

/** A workflow or pipeline to write. */
export interface StarterCi {
  /** From the repository's root. */
  readonly path: string
  readonly text: string
  readonly because: string
  /** What is still to be done for it to run. */
  readonly note?: string
}

export type CiKind = 'github' | 'gitlab' | 'none'

/** The CI that a repository has: by its files, else by where it is kept, else the one that most have. */
export function chooseCi(facts: FolderFacts): { readonly kind: CiKind; readonly because: string } {
  const { ciFiles, repository } = facts
  const own = workflowPath(facts)
  const running = ciFiles.find(({ path, runsEveryarch }) => runsEveryarch && path !== own)
  if (running !== undefined) return { kind: 'none', because: `${running.path} runs everyarch already` }
  const kinds = new Set(ciFiles.map(({ kind }) => kind))
  if (repository.host !== undefined && (kinds.size === 0 || kinds.has(repository.host))) {
    return { kind: repository.host, because: `the repository is kept there` }
  }
  const [first] = ciFiles
  if (first !== undefined) return { kind: first.kind, because: `${first.path} is there` }
  return { kind: 'github', because: 'nothing here says where it is kept; --ci gitlab or --ci none for another' }
}

/** What runs `everyarch verify` with each change. */
export function writeCi(
  facts: FolderFacts,
  { kind, because }: ReturnType<typeof chooseCi>,
  version: string,
): StarterCi | undefined {
  if (kind === 'none') return undefined
  return kind === 'github' ? { ...writeWorkflow(facts, version), because } : writePipeline(facts, version, because)
}

function nameOf({ place }: FolderFacts): string {
  const own = place === '' ? '' : `-${basename(place).replaceAll(/[^\w.-]+/g, '-')}`
  return `everyarch${own}`
}

function workflowPath(facts: FolderFacts): string {
  return `.github/workflows/${nameOf(facts)}.yml`
}

/** YAML in single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function writeWorkflow(facts: FolderFacts, version: string): Omit<StarterCi, 'because'> {
  const { place, repository, readme } = facts
  const name = nameOf(facts)
  const within = (path: string): string => (place === '' ? path : `${place}/${path}`)
  const branch = repository.mainBranch
  return {
    path: workflowPath(facts),
    text: [
      '# Builds the image for every platform and proves each: the configuration beside the Dockerfile says what is asked of it.',
      `name: ${name}`,
      '',
      'on:',
      '  push:',
      ...(branch === undefined ? [] : [`    branches: [${quote(branch)}]`]),
      '  pull_request:',
      '',
      'permissions:',
      '  contents: read',
      '',
      ...(place === '' ? [] : ['defaults:', '  run:', `    working-directory: ${quote(place)}`, '']),
      'jobs:',
      '  verify:',
      '    runs-on: ubuntu-latest',
      '    timeout-minutes: 45',
      '    steps:',
      '      - uses: actions/checkout@v4',
      '      - uses: actions/setup-node@v4',
      '        with:',
      '          node-version: 24',
      '      - uses: docker/setup-qemu-action@v3',
      '      - uses: docker/setup-buildx-action@v3',
      `      - run: npx --yes everyarch@${version} verify --reporter github --reporter json=everyarch/report.json --reporter html=everyarch/report.html`,
      ...(readme === undefined
        ? []
        : [
            `      - name: ${readme} says the same`,
            `        run: npx --yes everyarch@${version} readme --report everyarch/report.json --into ${quote(readme)} --check`,
          ]),
      '      - uses: actions/upload-artifact@v4',
      '        if: ${{ !cancelled() }}',
      '        with:',
      `          name: ${name}`,
      `          path: ${quote(within('everyarch'))}`,
      '          if-no-files-found: ignore',
      '',
    ].join('\n'),
  }
}

function writePipeline(facts: FolderFacts, version: string, because: string): StarterCi {
  const { ciFiles, place } = facts
  const there = ciFiles.find(({ kind }) => kind === 'gitlab')
  const name = nameOf(facts)
  const path = there === undefined && place === '' ? '.gitlab-ci.yml' : `.gitlab/${name}.yml`
  const text = [
    '# Builds the image for every platform and proves each: the configuration beside the Dockerfile says what is asked of it.',
    `${name}:`,
    `  stage: ${quote(stageOf(there))}`,
    '  image: node:24-trixie',
    '  services: [docker:28-dind]',
    '  variables:',
    '    DOCKER_HOST: tcp://docker:2376',
    '    DOCKER_TLS_CERTDIR: /certs',
    "    DOCKER_TLS_VERIFY: '1'",
    '    DOCKER_CERT_PATH: /certs/client',
    '  before_script:',
    '    - apt-get update -qq && apt-get install -qq docker-cli docker-buildx',
    '    - docker run --privileged --rm tonistiigi/binfmt --install all',
    '    - docker context create ci && docker buildx create --use ci',
    '  script:',
    ...(place === '' ? [] : [`    - cd ${quote(place)}`]),
    `    - npx --yes everyarch@${version} verify --reporter terminal --reporter html=everyarch/report.html --reporter junit=everyarch/report.xml`,
    '  artifacts:',
    '    when: always',
    `    paths: [${quote(place === '' ? 'everyarch' : `${place}/everyarch`)}]`,
    '    reports:',
    `      junit: ${quote(place === '' ? 'everyarch/report.xml' : `${place}/everyarch/report.xml`)}`,
    '',
  ].join('\n')
  const note = `add to .gitlab-ci.yml: include: [{ local: ${path} }]`
  return { path, text, because, ...(path === '.gitlab-ci.yml' ? {} : { note }) }
}

/** `test` is there unless the pipeline names others. https://docs.gitlab.com/ci/yaml/#stages */
function stageOf(pipeline: CiFile | undefined): string {
  const { stages = ['test'] } = pipeline ?? {}
  return stages.includes('test') ? 'test' : (stages.at(-1) ?? 'test')
}
