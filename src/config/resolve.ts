import { availableParallelism } from 'node:os'
import { HarnessError } from '../errors.ts'
import { formatPlatform } from '../oci/platform.ts'
import { usualReadmeColumns } from '../report/readme-words.ts'
import { checkPublish, checkPublishing } from './check-publish.ts'
import { checkRun } from './check-run.ts'
import type { CommandLine } from './command-line.ts'
import { readConfigFile } from './config-file.ts'
import { readConfigValues, readOwnValues, type GivenSettings, type OwnWords } from './config-values.ts'
import { readEnvironmentValues, variableName } from './environment-values.ts'
import { readVariable, type Environment } from './environment.ts'
import { openLayers, type Layers } from './layers.ts'
import { takesOption, type GivenValues, type Option } from './option.ts'
import { options } from './options.ts'
import { present } from './present.ts'
import { nameReporter } from './reporter-choice.ts'
import { problemsError, type Problem } from './problems.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import { settleBench } from './settle-bench.ts'
import { checkBuilder, settleBuilder } from './settle-builder.ts'
import { checkAnnotations, checkBuild, settleBuild } from './settle-build.ts'
import { settleInit } from './settle-init.ts'
import { settlePlatforms, settleRun } from './settle-run.ts'
import { helpCommand } from './unknown-word.ts'
import type { UserConfig } from './user-config.ts'
import { imageCounts, runsImage, type VerbName } from './verb-name.ts'
import { giveWordsToBuildx } from './words-after.ts'

const defaultTestTimeoutMs = 60_000
const defaultMaxAgeMs = 24 * 60 * 60 * 1000

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
  // What begins a folder does not depend on what is there, or on what is wrong with it.
  const isRead = commandLine.verb !== 'init'
  const file = isRead ? await readConfigFile(cwd, typeof configPath === 'string' ? configPath : undefined) : undefined
  const fromFile = file === undefined ? undefined : readConfigValues(file)
  const fromVariables = readEnvironmentValues(variables)
  const earlier = [...(fromFile === undefined ? [] : [fromFile.values]), fromVariables]
  const given = takesOption(options.build, commandLine.verb)
    ? giveWordsToBuildx(commandLine.given, earlier)
    : commandLine.given
  const sources = [
    ...(fromFile === undefined ? [] : [fromFile]),
    ...[fromVariables, given].map((values) => ({ values, platforms: [] })),
  ]
  return resolveSources(sources, fromFile?.problems ?? [], environment, commandLine.verb)
}

/**
 * Settings given as data, by a program that uses the library: defaults, environment, these; the later win. `own` has what
 * a configuration file cannot say.
 * @throws HarnessError `usage-invalid`, `config-invalid` or `platform-invalid`, with everything that is wrong
 */
export function resolveUserConfig(
  config: UserConfig,
  verb: VerbName,
  environment: Environment,
  own: OwnWords = {},
): ResolvedConfig {
  const given = readConfigValues({ name: 'options', content: config })
  const variables = { values: readEnvironmentValues(environment.variables), platforms: [] }
  const values = new Map([...given.values, ...readOwnValues('options', own)])
  return resolveSources([variables, { ...given, values }], given.problems, environment, verb)
}

function resolveSources(
  sources: readonly GivenSettings[],
  known: readonly Problem[],
  environment: Environment,
  verb: VerbName,
): ResolvedConfig {
  const problems: Problem[] = [...known]
  const values = sources.map((source) => source.values)
  const layerOptions = { environment, verb, problems }
  const layers = openLayers(values, layerOptions)
  layers.read(options.perPlatform)
  const perPlatform = settlePlatforms(sources, layerOptions)
  const config = keepLastNamed({ ...settle(layers, environment, verb), perPlatform }, values, verb)
  const error = problemsError(problems)
  if (error !== undefined) throw error
  const given = values.at(-1) ?? new Map()
  if (takesOption(options.build, verb)) checkBuild(given, config.build)
  // What a report is of is known when it is read.
  if (verb !== 'publish') checkAnnotations(given, config)
  checkTogether(config, verb)
  return imageCounts[verb] === 'none' ? { ...config, images: [] } : config
}

/** Images and lists of images belong together: a source that names either takes the place of those before it. */
function keepLastNamed(config: ResolvedConfig, layers: readonly GivenValues[], verb: VerbName): ResolvedConfig {
  const lists: Option<unknown> = options.from
  const made: readonly Option<unknown>[] = [options.build, options.bake]
  const naming = layers.findLast((layer) => [options.image, lists, ...made].some((option) => layer.has(option)))
  const { build, ...others } = config
  const isBuilt = build !== undefined && takesOption(options.build, verb) && made.some((option) => naming?.has(option))
  return {
    ...others,
    ...(isBuilt ? { build } : {}),
    images: naming?.has(options.image) === true ? config.images : [],
    imageLists: naming?.has(lists) === true && lists.verbs.includes(verb) ? config.imageLists : [],
  }
}

function settle(layers: Layers, environment: Environment, verb: VerbName): Omit<ResolvedConfig, 'perPlatform'> {
  const { read } = layers
  const engine = read(options.engine)
  return {
    images: read(options.image) ?? [],
    imageLists: read(options.from) ?? [],
    reportFiles: read(options.reports) ?? read(options.report) ?? [],
    platforms: read(options.platform) ?? [],
    required: read(options.require) ?? [],
    forbidden: read(options.forbid) ?? [],
    sameAs: read(options.sameAs) ?? [],
    requiresSignature: read(options.requireSignature) ?? false,
    allow: read(options.allow) ?? [],
    waivers: read(options.waivers) ?? [],
    ...settleRun(layers),
    emulators: read(options.emulator) ?? [],
    checksCpuFloor: read(options.cpuFloor) ?? false,
    tags: read(options.tag) ?? [],
    maxAgeMs: read(options.maxAge) ?? defaultMaxAgeMs,
    publishes: read(options.publish) ?? false,
    isDryRun: read(options.dryRun) ?? false,
    readmeAction: read(options.write) === true ? 'write' : read(options.check) === true ? 'check' : 'print',
    readmeFile: read(options.into) ?? 'README.md',
    readmeColumns: read(options.columns) ?? usualReadmeColumns,
    readmeWords: Object.assign({}, ...layers.readAll(options.words)),
    initRequest: settleInit(layers),
    builderRequest: settleBuilder(layers),
    suites: read(options.suite) ?? [],
    testTimeoutMs: read(options.testTimeout) ?? defaultTestTimeoutMs,
    jobs: read(options.jobs) ?? Math.max(4, 2 * availableParallelism()),
    engines: engine?.platforms ?? [],
    indexAnnotations: read(options.annotation) ?? [],
    matrix: read(options.matrix) ?? false,
    runners: read(options.runner) ?? { platforms: [] },
    keepsFailed: read(options.keepFailed) ?? false,
    keepsImages: read(options.keepImages) ?? !environment.isCi,
    plainHttp: read(options.plainHttp) ?? false,
    strict: read(options.strict) ?? false,
    reporters: read(options.reporter) ?? [],
    json: read(options.json) ?? false,
    quiet: read(options.quiet) ?? false,
    debug: read(options.debug) ?? false,
    ...present({
      build: settleBuild(layers),
      baseline: read(options.baseline),
      bench: settleBench(layers, verb),
      dockerfile: read(options.dockerfile),
      isaCeiling: read(options.isaCeiling),
      composeFile: read(options.compose),
      service: read(options.service),
      deadlineMs: read(options.deadline),
      engine: engine?.rest,
      attempts: read(options.attempts),
      inconclusive: read(options.inconclusive),
      outputDir: read(options.output),
      color: read(options.color),
    }),
  }
}

function checkCompose({ composeFile, service, images, container, perPlatform }: ResolvedConfig): void {
  const networks = [container, ...perPlatform.map(({ settings }) => settings.container)].map(({ network }) => network)
  if (composeFile !== undefined && networks.some((network) => network !== undefined)) {
    throw new HarnessError('usage-invalid', '--network and --compose contradict each other', {
      hint: 'with --compose each platform has a network of its own: leave --network out',
    })
  }
  if ((composeFile === undefined) !== (service === undefined)) {
    const [given, missing] = service === undefined ? ['--compose', '--service'] : ['--service', '--compose']
    throw new HarnessError('usage-invalid', `${given} needs ${missing}`, {
      hint: 'name the file and the service of it that is verified: --compose compose.yaml --service api',
    })
  }
  if (composeFile !== undefined && images.length > 1) {
    throw new HarnessError('usage-invalid', '--compose is for one image', {
      hint: 'verify one image at a time, or none: then it is the image of the service',
    })
  }
}

/** What is wrong only because of another setting. */
function checkTogether(config: ResolvedConfig, verb: VerbName): void {
  const isRun = runsImage(verb) || (verb === 'readme' && config.reportFiles.length === 0)
  const isNamedByCompose = isRun && config.composeFile !== undefined
  const isNamed = config.images.length > 0 || config.imageLists.length > 0 || isNamedByCompose
  const isMade = config.build !== undefined || (verb === 'plan' && config.matrix && config.platforms.length > 0)
  const isSaved = verb === 'readme' && !isRun
  if (imageCounts[verb] !== 'none' && !isNamed && !isMade && !isSaved) {
    throw new HarnessError('usage-invalid', `everyarch ${verb} needs an image`, {
      hint: `write everyarch ${verb} IMAGE, set image in the configuration file, or begin with everyarch init; see ${helpCommand(verb)}`,
    })
  }
  if (isRun) {
    checkCompose(config)
    if (verb === 'verify') checkPublishing(config)
    checkRun(config, '')
    for (const { platform, settings } of config.perPlatform) checkRun(settings, `${formatPlatform(platform)}: `)
  }
  if (verb === 'report' && config.reportFiles.length === 0) {
    throw new HarnessError('usage-invalid', 'everyarch report needs a file', {
      hint: `write everyarch report FILE…, files that --reporter json=FILE wrote; see ${helpCommand(verb)}`,
    })
  }
  if (verb === 'publish') checkPublish(config)
  if ((verb === 'plan' || verb === 'resolve') && config.images.length > 1) {
    throw new HarnessError(
      'usage-invalid',
      `everyarch ${verb} takes one image, and was given ${config.images.length}`,
      {
        hint: 'ask about one image at a time',
      },
    )
  }
  if (verb === 'readme' && config.images.length > 1) {
    throw new HarnessError('usage-invalid', `everyarch readme takes one image, and was given ${config.images.length}`, {
      hint: 'verify them together, and give their report: everyarch readme --report FILE',
    })
  }
  checkBuilder(config.builderRequest, verb)
  const printed = config.reporters.filter(({ name, file }) => file === undefined && name !== 'terminal')
  const [first, second] = [
    ...(config.json ? ['--json'] : []),
    ...printed.map((choice) => `--reporter ${nameReporter(choice)}`),
  ]
  if (second !== undefined) {
    throw new HarnessError('usage-invalid', `${first} and ${second} both print to standard output`, {
      hint: 'give one of them a file: --reporter NAME=FILE',
    })
  }
}
