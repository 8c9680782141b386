import { cp, mkdir, mkdtempDisposable, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProcess } from '../run-process.ts'
import type { Artifacts } from './artifacts.ts'
import { type Contexts, holds, interpolate, toText } from './expression.ts'
import type { Job, Step } from './workflow-file.ts'

export interface RunnerTools {
  /** What is checked out. */
  readonly checkout: string
  /** Goes before everything else on PATH. */
  readonly bin: string
  /** Other variables of the machine. */
  readonly env?: Readonly<Record<string, string>>
}

export interface JobResult {
  readonly isGood: boolean
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
}

/** Actions that prepare a machine: this one is prepared. */
const prepared = /^(?:actions\/setup-node|docker\/(?:setup-qemu|setup-buildx|login)-action)@v\d+$/

/** Runs the steps of one job in a folder of its own. */
export async function runJob(
  job: Job,
  contexts: Contexts,
  artifacts: Artifacts,
  tools: RunnerTools,
): Promise<JobResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-job-'))
  const workspace = join(folder.path, 'workspace')
  await mkdir(workspace)
  let isGood = true
  let log = ''
  const steps: Record<string, { readonly outputs: Readonly<Record<string, string>> }> = {}
  for (const step of job.steps) {
    const known = { ...contexts, steps }
    if (!holds(step.if, known, isGood ? 'success' : 'failure')) continue
    const ended =
      step.uses === undefined
        ? await runShell(step, known, { workspace, folder: folder.path, tools })
        : await runAction(step.uses, interpolate(step.with ?? {}, known), { workspace, artifacts, tools })
    isGood &&= ended.isGood
    log += ended.log
    if (step.id !== undefined) steps[step.id] = { outputs: ended.outputs }
  }
  const outputs = Object.entries(job.outputs ?? {}).map(([name, value]) => [
    name,
    toText(interpolate(value, { ...contexts, steps })),
  ])
  return { isGood, outputs: Object.fromEntries(outputs), log }
}

interface Place {
  readonly workspace: string
  readonly tools: RunnerTools
}

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell */
async function runShell(
  { run = '', env = {} }: Step,
  contexts: Contexts,
  { workspace, folder, tools }: Place & { readonly folder: string },
): Promise<JobResult> {
  const file = (name: string): string => join(folder, name)
  await Promise.all(['output', 'summary'].map((name) => writeFile(file(name), '')))
  const own = Object.entries({ ...Object(contexts['env']), ...env }).map(([name, value]) => [
    name,
    toText(interpolate(value, contexts)),
  ])
  const { exitCode, stdout, stderr } = await runProcess(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run],
    {
      cwd: workspace,
      timeoutMs: 120_000,
      env: {
        ...tools.env,
        ...Object.fromEntries(own),
        PATH: `${tools.bin}:${process.env['PATH'] ?? ''}`,
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: file('output'),
        GITHUB_STEP_SUMMARY: file('summary'),
      },
    },
  )
  const outputs = (await readFile(file('output'), 'utf8')).matchAll(/^([\w-]+)=(.*)$/gm)
  return {
    isGood: exitCode === 0,
    outputs: Object.fromEntries([...outputs].map(([, name = '', value = '']) => [name, value])),
    log: stdout + stderr,
  }
}

/** Stands in for an action. */
async function runAction(
  uses: string,
  given: unknown,
  { workspace, artifacts, tools }: Place & { readonly artifacts: Artifacts },
): Promise<JobResult> {
  const input = (name: string): string => toText(Reflect.get(Object(given), name))
  const path = join(workspace, input('path'))
  let isGood = true
  if (/^actions\/checkout@v\d+$/.test(uses)) await cp(tools.checkout, workspace, { recursive: true })
  else if (/^actions\/download-artifact@v\d+$/.test(uses)) await artifacts.download(input('pattern'), path)
  else if (/^actions\/upload-artifact@v\d+$/.test(uses))
    isGood = (await artifacts.upload(input('name'), path)) || input('if-no-files-found') === 'ignore'
  else if (!prepared.test(uses)) throw new Error(`no stand-in for ${uses}`)
  return { isGood, outputs: {}, log: '' }
}
