import { parse } from 'yaml'

/** A reusable workflow, as far as it is looked at here. */
export interface Workflow {
  readonly on: { readonly workflow_call: WorkflowCall }
  readonly env?: Values
  readonly jobs: Readonly<Record<string, Job>>
}

export interface WorkflowCall {
  readonly inputs: Readonly<Record<string, Input>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
}

export interface Input {
  readonly description: string
  readonly required?: boolean
  readonly default?: string
}

export interface Job {
  readonly needs?: string | readonly string[]
  readonly if?: string
  readonly strategy?: { readonly matrix: unknown }
  readonly outputs?: Values
  readonly permissions?: Values
  readonly steps: readonly Step[]
}

export interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Values
  readonly run?: string
}

export type Values = Readonly<Record<string, unknown>>

/** Reads a workflow; whether it is one is for GitHub's own parser to say. */
export function readWorkflow(text: string): Workflow {
  const workflow: Workflow = parse(text)
  return workflow
}
