// What action.yml runs: plan, add emulators where some are missing, verify, and hand the results on.
// It runs on whatever Node the runner has, so it is plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findKeptNode, isSupportedNode } from './find-node.mjs'

const env = process.env
/** @type {(name: string) => string} */
const input = (name) => (env[`INPUT_${name}`] ?? '').trim()

/** @type {(message: string) => never} */
function fail(message) {
  process.stdout.write(`::error title=everyarch::${message.replaceAll('%', '%25').replaceAll('\n', '%0A')}\n`)
  process.exit(2)
}

/** The PATH of a Node that will do: the one in use, or one that the runner keeps ready. @returns {string} */
function findPath() {
  const path = env['PATH'] ?? ''
  if (isSupportedNode(process.versions.node)) return path
  const folder = findKeptNode(env['RUNNER_TOOL_CACHE'] ?? '', process.arch)
  if (folder !== undefined) return `${folder}${delimiter}${path}`
  return fail(`Node ${process.versions.node} is too old: put actions/setup-node with node-version 24 before this step`)
}

/** Words as a shell takes them apart, without anything else that a shell does. @type {(text: string) => string[]} */
function splitWords(text) {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? []
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

/** @type {(flag: string, value: string) => string[]} */
const option = (flag, value) => (value === '' ? [] : [`--${flag}=${value}`])

/** The linux platforms that a plan cannot run. @type {(plan: unknown) => string[]} */
function listUnavailable(plan) {
  const { platforms } = Object(plan)
  if (!Array.isArray(platforms)) return []
  return platforms.flatMap(({ platform, execution }) =>
    String(platform).startsWith('linux/') && execution?.kind === 'unavailable' ? [String(platform)] : [],
  )
}

/** @type {(path: string) => unknown} */
function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

/** A value of more than one line stays one value. @type {(name: string, value: string | undefined) => void} */
function setOutput(name, value) {
  const end = randomUUID()
  if (env['GITHUB_OUTPUT']) appendFileSync(env['GITHUB_OUTPUT'], `${name}<<${end}\n${value ?? ''}\n${end}\n`)
}

const image = input('IMAGE')
if (image === '' || image.startsWith('-')) fail(`image is '${image}': give the reference of an image`)

const ownVersion = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
const version = input('VERSION') || ownVersion
if (!/^[\w.+-]+$/.test(version)) fail(`version is '${version}': give a version such as ${ownVersion}`)

const everyarch = ['--yes', '--package', `everyarch@${version}`, '--', 'everyarch']
const child = { env: { ...env, PATH: findPath() } }
const selection = [image, ...option('platform', input('PLATFORMS'))]

const planned = spawnSync('npx', [...everyarch, 'plan', ...selection, '--json'], {
  ...child,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
})
// Where there is no plan, verifying says why.
const unavailable = planned.status === 0 ? listUnavailable(JSON.parse(planned.stdout)) : []
if (unavailable.length > 0) {
  process.stdout.write(`adding emulators for ${unavailable.join(', ')}\n`)
  spawnSync('docker', ['run', '--privileged', '--rm', 'tonistiigi/binfmt', '--install', 'all'], { stdio: 'inherit' })
}

const folder = mkdtempSync(join(env['RUNNER_TEMP'] ?? tmpdir(), 'everyarch-'))
const report = join(folder, 'report.json')
const page = join(folder, 'report.html')
// The reporter for GitHub writes the step's summary, too.
const reporters = ['terminal', 'github', `json=${report}`, `html=${page}`].flatMap((name) => option('reporter', name))
const requested = [...option('require', input('REQUIRE')), ...option('http', input('HTTP'))]
const verify = ['verify', ...selection, ...requested, ...reporters, ...splitWords(input('ARGS'))]
const verified = spawnSync('npx', [...everyarch, ...verify], { ...child, stdio: 'inherit' })

const { verdict, image: proven } = Object(readReport(report))
setOutput('verdict', verdict)
setOutput('digest', proven?.digest)
setOutput('report', existsSync(report) ? report : '')
setOutput('page', existsSync(page) ? page : '')
setOutput('folder', existsSync(report) ? folder : '')
process.exitCode = verified.status ?? 3
