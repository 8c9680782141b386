import type { BlameStep } from '../report/blame.ts'
import { makeAttempt, type Attempt } from './attempt.ts'
import type { Case } from './blame-case.ts'

/** Runs it again as it was: what does not happen every time is no plain bug of the image. */
export async function tryAttempts({ observation, ending, run, options, timeoutMs }: Case): Promise<BlameStep> {
  const { slots } = options
  // A death is seen again at once; a hang would have to be waited for.
  const count = (options.attempts ?? (observation.outcome.kind === 'timed-out' ? 1 : 2)) - 1
  if (count < 1) return { step: 'attempts', result: 'not-done', says: 'it was run once' }
  const again = await Promise.all(Array.from({ length: count }, () => makeAttempt({ run, timeoutMs, slots })))
  const seen = again.filter((attempt): attempt is Seen => attempt.kind === 'seen').map((attempt) => attempt.ending)
  if (seen.length === 0) {
    const [first] = again
    const reason = first?.kind === 'not-made' ? `: ${first.error.message}` : ''
    return { step: 'attempts', result: 'not-done', says: `it could not be run again${reason}` }
  }
  const endings = [ending, ...seen]
  const evidence = { endings: endings.map(({ key }) => key) }
  const other = seen.find(({ key }) => key !== ending.key)
  if (other === undefined) {
    const says = `it ${ending.words} every time: ${endings.length} of ${endings.length}`
    return { step: 'attempts', result: 'same', says, evidence }
  }
  const alike = endings.filter(({ key }) => key === ending.key).length
  const says = `it ${ending.words} ${alike} of ${endings.length} times, and else it ${other.words}`
  return { step: 'attempts', result: 'differs', says, evidence }
}

type Seen = Attempt & { readonly kind: 'seen' }
