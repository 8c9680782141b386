import { join, relative } from 'node:path'
import { choose, type Choices } from './choose.ts'
import type { FolderFacts } from './folder-facts.ts'
import { chooseCi, writeCi, type CiKind } from './starter-ci.ts'
import { writeConfig, type ConfigFormat } from './starter-config.ts'
import { writeStructureFile, writeSuite } from './starter-suite.ts'

/** A file to write. */
export interface StarterFile {
  /** From the folder. */
  readonly path: string
  readonly text: string
  readonly purpose: 'config' | 'suite' | 'ci'
  readonly because: string
}

export interface Starter extends Choices {
  readonly files: readonly StarterFile[]
}

export interface StarterOptions {
  readonly platforms: readonly string[]
  /** @default by what the folder is written in */
  readonly format?: 'ts' | 'mjs' | 'json'
  /** @default by what the repository has */
  readonly ci?: CiKind
  /** This tool's. */
  readonly version: string
}

/** The files that a folder begins with, and why each is as it is. */
export function planStarter(facts: FolderFacts, options: StarterOptions): Starter {
  const format = chooseFormat(facts, options.format)
  const suite = chooseSuite(facts, format.kind)
  const asksSuite = format.kind !== 'json' || writeStructureFile(facts.dockerfile) !== undefined
  const choices = choose(facts, options.platforms, asksSuite ? `./${suite.path}` : undefined)
  const text = format.kind === 'json' ? writeStructureFile(facts.dockerfile) : writeSuite(choices.health)
  const wanted = options.ci === undefined ? chooseCi(facts) : { kind: options.ci, because: 'you named it' }
  const ci = writeCi(facts, wanted, options.version)
  const ciPath = ci === undefined ? '' : relative(facts.folder, join(facts.repository.root, ci.path))
  const [kept] = facts.configs
  return {
    ...choices,
    notes: [
      ...choices.notes,
      ...(ci === undefined ? [`no CI is written: ${wanted.because}`] : ci.note === undefined ? [] : [ci.note]),
      ...(kept === undefined || kept === format.path ? [] : [`${kept} is there already, and stays the configuration`]),
    ],
    files: [
      {
        path: format.path,
        text: writeConfig(choices.settings, format.kind),
        purpose: 'config' as const,
        because: format.because,
      },
      ...(text === undefined ? [] : [{ path: suite.path, text, purpose: 'suite' as const, because: suite.because }]),
      ...(ci === undefined ? [] : [{ path: ciPath, text: ci.text, purpose: 'ci' as const, because: ci.because }]),
      // Two configuration files are one too many.
    ].filter(({ purpose, path }) => purpose !== 'config' || kept === undefined || kept === path),
  }
}

function chooseFormat(
  { configs, package: manifest }: FolderFacts,
  asked: StarterOptions['format'],
): { readonly kind: ConfigFormat; readonly path: string; readonly because: string } {
  const named = (kind: ConfigFormat, because: string) => ({ kind, path: `everyarch.config.${kind}`, because })
  if (asked === 'ts' && manifest?.isCommonJs === true) return named('mts', '.ts is CommonJS in this package')
  if (asked !== undefined) return named(asked, 'you named its form')
  const there = configs.map((name) => /\.(ts|mts|mjs|json)$/.exec(name)?.[1])[0]
  if (there === 'ts' || there === 'mts' || there === 'mjs' || there === 'json')
    return named(there, 'it is there already')
  if (manifest === undefined) return named('ts', 'Node runs it as it is; --format json for one without code')
  if (!manifest.hasTypeScript) return named('mjs', 'this package has no TypeScript')
  return manifest.isCommonJs
    ? named('mts', '.ts is CommonJS in this package')
    : named('ts', 'typed, as this package is')
}

/** A test runner takes all files of tests for its own, and these need a container. */
function chooseSuite(
  { package: manifest, hasOtherChecks }: FolderFacts,
  format: ConfigFormat,
): { readonly path: string; readonly because: string } {
  if (format === 'json') return { path: 'checks/image.yaml', because: 'a file of container-structure-test' }
  const folder = hasOtherChecks ? 'checks/everyarch' : 'checks'
  const runner = manifest?.testRunner
  const end = format === 'mjs' ? 'mjs' : 'ts'
  return runner === undefined
    ? { path: `${folder}/image.test.${end}`, because: 'run on every platform by everyarch verify' }
    : { path: `${folder}/image.check.${end}`, because: `${runner} would run a .test file without a container` }
}
