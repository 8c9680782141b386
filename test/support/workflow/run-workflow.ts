import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openArtifacts, type Artifacts } from './artifacts.ts'
import { evaluate, holds, interpolate, toText } from './expression.ts'
import { runJob, type RunnerTools } from './run-job.ts'
import type { Job, Workflow } from './workflow-file.ts'

export interface WorkflowOptions extends RunnerTools {
  readonly inputs: Readonly<Record<string, string>>
}

export interface WorkflowResult {
  /** Of each job: what became of it, and what its shells said. */
  readonly jobs: Readonly<Record<string, { readonly result: string; readonly log: string }>>
  readonly outputs: Readonly<Record<string, string>>
}

interface Need {
  readonly result: 'success' | 'failure' | 'skipped'
  readonly outputs: Readonly<Record<string, string>>
  readonly log: string
}

/** Runs a reusable workflow as GitHub would, job after job, with its shells for real and its actions by stand-ins. */
export async function runWorkflow(workflow: Workflow, options: WorkflowOptions): Promise<WorkflowResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'everyarch-artifacts-'))
  const artifacts = openArtifacts(folder.path)
  const { inputs: declared, outputs } = workflow.on.workflow_call
  const given = Object.entries(declared).map(([name, { default: usual }]) => [
    name,
    options.inputs[name] ?? usual ?? '',
  ])
  const root = {
    inputs: Object.fromEntries(given),
    secrets: {},
    github: { actor: 'octocat', token: 'a-token' },
  }
  const done: Record<string, Need> = {}
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const env = interpolate(workflow.env ?? {}, root)
    done[name] = await runJobs(job, { ...root, env, needs: pickNeeds(job, done) }, artifacts, options)
  }
  const jobs = { ...root, jobs: done }
  return {
    jobs: done,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, { value }]) => [name, toText(interpolate(value, jobs))]),
    ),
  }
}

function pickNeeds({ needs = [] }: Job, done: Readonly<Record<string, Need>>): Readonly<Record<string, Need>> {
  const names = typeof needs === 'string' ? [needs] : needs
  return Object.fromEntries(
    names.map((name) => {
      const need = done[name]
      if (need === undefined) throw new Error(`no job ${name} comes before`)
      return [name, need]
    }),
  )
}

type JobContexts = Readonly<Record<string, unknown>> & { readonly needs: Readonly<Record<string, Need>> }

/** All jobs of a matrix, or the one there is. */
async function runJobs(job: Job, contexts: JobContexts, artifacts: Artifacts, tools: RunnerTools): Promise<Need> {
  const failed = Object.values(contexts.needs).some(({ result }) => result !== 'success')
  if (!holds(job.if, contexts, failed ? 'failure' : 'success')) return { result: 'skipped', outputs: {}, log: '' }
  const results = await Promise.all(
    expandMatrix(job, contexts).map((matrix, index) => {
      const own = { ...contexts, matrix, strategy: { 'job-index': index }, steps: {} }
      return runJob(job, own, artifacts, tools)
    }),
  )
  return {
    result: results.every(({ isGood }) => isGood) ? 'success' : 'failure',
    outputs: results.at(-1)?.outputs ?? {},
    log: results.map(({ log }) => log).join(''),
  }
}

function expandMatrix({ strategy }: Job, contexts: JobContexts): readonly unknown[] {
  if (strategy === undefined) return [{}]
  const include = evaluate('matrix.include', { matrix: interpolate(strategy.matrix, contexts) })
  if (!Array.isArray(include)) throw new Error('the matrix includes no jobs')
  return include
}
