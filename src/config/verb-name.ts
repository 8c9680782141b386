/** The commands of the command line. */
export const verbNames = [
  'init',
  'verify',
  'platforms',
  'inspect',
  'bench',
  'plan',
  'resolve',
  'report',
  'publish',
  'readme',
  'doctor',
  'builder ls',
  'builder create',
  'builder use',
  'builder inspect',
  'builder rm',
  'clean',
] as const
export type VerbName = (typeof verbNames)[number]

/** How many images a command is given. */
export const imageCounts: Readonly<Record<VerbName, 'none' | 'one' | 'some'>> = {
  init: 'none',
  verify: 'some',
  platforms: 'some',
  inspect: 'some',
  bench: 'one',
  plan: 'one',
  resolve: 'one',
  report: 'none',
  publish: 'none',
  readme: 'one',
  doctor: 'none',
  'builder ls': 'none',
  'builder create': 'none',
  'builder use': 'none',
  'builder inspect': 'none',
  'builder rm': 'none',
  clean: 'none',
}

/** The second words of commands that have two: `builder ls`. */
export function secondWords(first: string): readonly string[] {
  return verbNames.flatMap((name) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []))
}

/** True for a command of the command line. */
export function isVerbName(text: string): text is VerbName {
  return verbNames.some((name) => name === text)
}

/** True for a command whose result is a report with a verdict; the others only list. */
export function reportsVerdict(verb: VerbName): boolean {
  return verb === 'verify' || verb === 'inspect' || verb === 'bench' || verb === 'report'
}

/** True for a command that runs the image. */
export function runsImage(verb: VerbName): boolean {
  return verb === 'verify' || verb === 'bench'
}
