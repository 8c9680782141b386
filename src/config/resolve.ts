import { availableParallelism } from 'node:os'
import { HarnessError } from '../errors.ts'
import type { CommandLine } from './command-line.ts'
import { readConfigFile } from './config-file.ts'
import { readConfigValues } from './config-values.ts'
import { readEnvironmentValues, variableName } from './environment-values.ts'
import { readVariable, type Environment } from './environment.ts'
import type { GivenValues, Option } from './option.ts'
import { options } from './options.ts'
import { problemsError, toProblem, type Problem } from './problems.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import { helpCommand } from './unknown-word.ts'
import type { UserConfig } from './user-config.ts'
import { imageCounts, type VerbName } from './verb-name.ts'

export interface ResolveOptions {
  readonly commandLine: CommandLine & { readonly verb: VerbName }
  readonly environment: Environment
  /** The folder a configuration file is looked for in. */
  readonly cwd: string
}

/**
 * Puts defaults, configuration file, environment and flags together; the later win.
 * @throws HarnessError `usage-invalid`, `config-invalid` or `platform-invalid`, with everything that is wrong
 */
export async function resolveConfig({ commandLine, environment, cwd }: ResolveOptions): Promise<ResolvedConfig> {
  const { variables } = environment
  const configPath = commandLine.given.get(options.config)?.raw ?? readVariable(variables, variableName('config'))
  const file = await readConfigFile(cwd, typeof configPath === 'string' ? configPath : undefined)
  const fromFile = file === undefined ? undefined : readConfigValues(file)
  const problems = fromFile?.problems ?? []
  const layers = [fromFile?.values ?? new Map(), readEnvironmentValues(variables), commandLine.given]
  return resolveLayers(layers, problems, environment, commandLine.verb)
}

/**
 * Settings given as data, by a program that uses the library: defaults, environment, these; the later win.
 * @throws HarnessError `usage-invalid`, `config-invalid` or `platform-invalid`, with everything that is wrong
 */
export function resolveUserConfig(config: UserConfig, verb: VerbName, environment: Environment): ResolvedConfig {
  const { values, problems } = readConfigValues({ name: 'options', content: config })
  return resolveLayers([readEnvironmentValues(environment.variables), values], problems, environment, verb)
}

function resolveLayers(
  layers: readonly GivenValues[],
  known: readonly Problem[],
  environment: Environment,
  verb: VerbName,
): ResolvedConfig {
  const problems: Problem[] = [...known]
  const read = <T>(option: Option<T>): T | undefined => readLayered(layers, option, environment, problems)
  const config = keepLastNamed(settle(read, environment), layers, verb)
  const error = problemsError(problems)
  if (error !== undefined) throw error
  checkTogether(config, verb)
  return imageCounts[verb] === 'none' ? { ...config, images: [] } : config
}

/** Images and lists of images belong together: a source that names either takes the place of those before it. */
function keepLastNamed(config: ResolvedConfig, layers: readonly GivenValues[], verb: VerbName): ResolvedConfig {
  const lists: Option<unknown> = options.from
  const naming = layers.findLast((layer) => layer.has(options.image) || layer.has(lists))
  return {
    ...config,
    images: naming?.has(options.image) === true ? config.images : [],
    imageLists: naming?.has(lists) === true && lists.verbs.includes(verb) ? config.imageLists : [],
  }
}

/** Every source's value is read, so that a wrong one is found even where a later one wins. */
function readLayered<T>(
  layers: readonly GivenValues[],
  option: Option<T>,
  environment: Environment,
  problems: Problem[],
): T | undefined {
  let value: T | undefined
  for (const layer of layers) {
    const given = layer.get(option)
    if (given === undefined) continue
    try {
      value = option.read(given.raw, environment.variables)
    } catch (thrown) {
      problems.push(toProblem(given, thrown))
    }
  }
  return value
}

function settle(read: <T>(option: Option<T>) => T | undefined, environment: Environment): ResolvedConfig {
  return {
    images: read(options.image) ?? [],
    imageLists: read(options.from) ?? [],
    platforms: read(options.platform) ?? [],
    required: read(options.require) ?? [],
    forbidden: read(options.forbid) ?? [],
    sameAs: read(options.sameAs) ?? [],
    requiresSignature: read(options.requireSignature) ?? false,
    allow: read(options.allow) ?? [],
    waivers: read(options.waivers) ?? [],
    staticPlatforms: read(options.perPlatform)?.static ?? [],
    env: read(options.env) ?? {},
    jobs: read(options.jobs) ?? Math.max(4, 2 * availableParallelism()),
    keepsImages: read(options.keepImages) ?? !environment.isCi,
    plainHttp: read(options.plainHttp) ?? false,
    strict: read(options.strict) ?? false,
    reporters: read(options.reporter) ?? [],
    json: read(options.json) ?? false,
    quiet: read(options.quiet) ?? false,
    debug: read(options.debug) ?? false,
    ...present({
      baseline: read(options.baseline),
      dockerfile: read(options.dockerfile),
      isaCeiling: read(options.isaCeiling),
      http: read(options.http),
      expectedEnd: read(options.expect),
      command: read(options.command),
      timeoutMs: read(options.timeout),
      deadlineMs: read(options.deadline),
      engine: read(options.engine),
      memoryBytes: read(options.memory),
      pidsLimit: read(options.pidsLimit),
      inconclusive: read(options.inconclusive),
      outputDir: read(options.output),
      color: read(options.color),
    }),
  }
}

/** The fields that have a value. */
function present<T extends object>(values: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> }
function present(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/** What is wrong only because of another setting. */
function checkTogether(config: ResolvedConfig, verb: VerbName): void {
  if (imageCounts[verb] !== 'none' && config.images.length === 0 && config.imageLists.length === 0) {
    throw new HarnessError('usage-invalid', `everyarch ${verb} needs an image`, {
      hint: `write everyarch ${verb} IMAGE, or set image in the configuration file; see ${helpCommand(verb)}`,
    })
  }
  if (verb === 'verify' && config.http !== undefined && config.expectedEnd !== undefined) {
    throw new HarnessError('usage-invalid', '--http and --expect contradict each other', {
      hint: 'an application either serves or ends: give one of them',
    })
  }
  const printed = config.reporters.filter(({ name, file }) => file === undefined && name !== 'terminal')
  const [first, second] = [...(config.json ? ['--json'] : []), ...printed.map(({ name }) => `--reporter ${name}`)]
  if (second !== undefined) {
    throw new HarnessError('usage-invalid', `${first} and ${second} both print to standard output`, {
      hint: 'give one of them a file: --reporter NAME=FILE',
    })
  }
}
