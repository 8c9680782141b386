import { constants } from 'node:os'

/** `SIGSEGV` for 11; the number itself where it has no name here. */
export function signalName(signal: number): string {
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0]
  return name ?? `signal ${signal}`
}

/** The signal an exit code of 128+N stands for, as shells and engines report a death by signal. */
export function signalOfExitCode(exitCode: number): number | undefined {
  const signal = exitCode - 128
  return signal >= 1 && signal <= 64 ? signal : undefined
}

/** True for what ends a program; those beyond are its own to use. */
export function isFatalSignal(signal: number): boolean {
  return signal <= 31
}
