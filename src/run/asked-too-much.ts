import type { StartResult } from '../engine/engine.ts'
import { HarnessError } from '../errors.ts'
import type { Target } from '../plan/target.ts'
import type { ContainerSettings } from './container-settings.ts'

type Refusal = Extract<StartResult, { kind: 'refused' }>

/**
 * What the user asked of an image that it cannot give: a user it does not know, a folder or a program it does not have.
 * That is no fault of the image.
 */
export function explainAskedTooMuch(
  { message }: Pick<Refusal, 'message'>,
  { application: { user, workingDir, entrypoint, command } }: Pick<ContainerSettings, 'application'>,
  { config }: Pick<Target, 'config'>,
): HarnessError | undefined {
  const refuse = (problem: string, hint: string): HarnessError =>
    new HarnessError('usage-invalid', `${problem}: ${message}`, { hint })
  if (
    user !== undefined &&
    /unable to find (?:user|group)|no matching entries in (?:passwd|group) file/i.test(message)
  ) {
    return refuse(`the image does not know --user ${user}`, 'give numbers, which it need not know: --user 1000:1000')
  }
  if (workingDir !== undefined && /chdir to cwd|working directory|workdir|cwd|cannot mkdir/i.test(message)) {
    return refuse(`--workdir ${workingDir} cannot be entered`, 'name a folder that the user of the container may enter')
  }
  if (!/not found|no such file or directory/i.test(message)) return undefined
  if (entrypoint !== undefined) {
    return refuse(`the image has no ${entrypoint[0] ?? ''}`, 'name a program of the image with --entrypoint')
  }
  const program = command?.[0]
  if (program === undefined || (config.config.entrypoint?.length ?? 0) > 0) return undefined
  return refuse(
    `the image has no ${program}`,
    'name a program of the image, or give arguments to one: it has no entrypoint',
  )
}

/** The engine's own words in what it threw. */
export function engineMessage(thrown: unknown): string {
  return thrown instanceof HarnessError ? String(thrown.details['engineMessage'] ?? '') : ''
}
