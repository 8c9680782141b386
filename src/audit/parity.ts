import type { ImageConfig } from '../oci/image-config.ts'
import { createFinding, type Finding } from '../report/finding.ts'
import type { FindingCode } from '../report/finding-codes.ts'

/** One platform's config, by the platform's name. */
export interface NamedConfig {
  readonly name: string
  readonly config: ImageConfig
}

const longestCreatedGapMs = 7 * 24 * 60 * 60 * 1000

/** Where the configs of an image's platforms say different things that should be the same. */
export function auditParity(configs: readonly NamedConfig[]): Finding[] {
  if (configs.length < 2) return []
  const compare = (code: FindingCode, what: string, read: (config: ImageConfig) => string | undefined): Finding[] => {
    const values = new Map(configs.map(({ name, config }) => [name, maskArchitecture(read(config) ?? '')]))
    if (new Set(values.values()).size === 1) return []
    const spelt = [...values].map(([name, value]) => `${name}: ${value === '' ? 'none' : value}`)
    return [
      createFinding(code, `platforms differ in their ${what}: ${spelt.join('; ')}`, {
        evidence: Object.fromEntries(values),
      }),
    ]
  }
  return [
    ...compare('parity/entrypoint', 'entrypoint', ({ config }) => JSON.stringify(config.entrypoint ?? [])),
    ...compare('parity/command', 'command', ({ config }) => JSON.stringify(config.command ?? [])),
    ...compare('parity/user', 'user', ({ config }) => config.user),
    ...compare('parity/ports', 'exposed ports', ({ config }) => config.exposedPorts.toSorted().join(', ')),
    ...compare('parity/label-version', 'version label', readLabel('version')),
    ...compare('parity/label-revision', 'revision label', readLabel('revision')),
    ...compareEnvironment(configs),
    ...compareCreated(configs),
  ]
}

// https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys
function readLabel(name: string): (config: ImageConfig) => string | undefined {
  return ({ config }) => config.labels[`org.opencontainers.image.${name}`]
}

/** Names and values that say for which architecture they are differ rightly. */
function compareEnvironment(configs: readonly NamedConfig[]): Finding[] {
  const environments = configs.map(({ name, config }) => ({ name, variables: readVariables(config) }))
  const names = new Set(environments.flatMap(({ variables }) => [...variables.keys()]))
  const differing = [...names].filter((variable) => {
    return new Set(environments.map(({ variables }) => variables.get(variable))).size > 1
  })
  if (differing.length === 0) return []
  const message = `platforms differ in their environment: ${differing.join(', ')}`
  const evidence = Object.fromEntries(
    differing.map((variable) => [
      variable,
      Object.fromEntries(environments.map(({ name, variables }) => [name, variables.get(variable) ?? ''])),
    ]),
  )
  return [createFinding('parity/env', message, { evidence })]
}

function readVariables(config: ImageConfig): Map<string, string> {
  const pairs = config.config.env.map((line): [string, string] => {
    const at = line.indexOf('=')
    return at < 0 ? [line, ''] : [line.slice(0, at), maskArchitecture(line.slice(at + 1))]
  })
  return new Map(pairs.filter(([name]) => !/^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$|ARCH/.test(name)))
}

function compareCreated(configs: readonly NamedConfig[]): Finding[] {
  const times = configs.flatMap(({ name, config }) => {
    const at = config.created === undefined ? Number.NaN : Date.parse(config.created)
    return Number.isNaN(at) ? [] : [{ name, at }]
  })
  const [first, ...others] = times.toSorted((a, b) => a.at - b.at)
  const last = others.at(-1)
  if (first === undefined || last === undefined || last.at - first.at <= longestCreatedGapMs) return []
  const days = Math.floor((last.at - first.at) / 86_400_000)
  const message = `${first.name} was created ${days} days before ${last.name}`
  const evidence = Object.fromEntries(times.map(({ name, at }) => [name, new Date(at).toISOString()]))
  return [createFinding('parity/created', message, { evidence, hint: 'one of them may not have been rebuilt' })]
}

const architectureWords =
  /(?<![a-z0-9])(?:x86[-_]64|x64|amd64|i[3-6]86|386|aarch64|arm64(?:[-_/]?v8)?|arm32(?:v[5-7])?|armv[5-8](?:l|hf)?|armhf|armel|arm(?:[-_/]?v[5-8])?|ppc64(?:le|el)?|powerpc64(?:le)?|s390x|riscv64|mips64(?:le|el)?|loong(?:arch)?64)(?![a-z0-9])/gi

/** The text with every word that names an architecture made the same. */
export function maskArchitecture(text: string): string {
  return text.replaceAll(architectureWords, '<architecture>')
}
