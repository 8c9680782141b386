import { formatPlatform } from '../oci/platform.ts'
import type { BlameStep } from '../report/blame.ts'
import type { Case } from './blame-case.ts'
import { endingOf } from './ending.ts'

/** A death that is seen on a platform without an emulator has another cause than one. */
export async function compareWithNative({ ending, options }: Case): Promise<BlameStep> {
  const seen = (await options.natives()).flatMap(({ target, outcome }) => {
    const other = endingOf(outcome)
    return other === undefined ? [] : [{ platform: formatPlatform(target.platform), other }]
  })
  const [first] = seen
  if (first === undefined) {
    const says = 'no platform of the image runs natively here, so there is nothing to compare with'
    return { step: 'native-platform', result: 'not-done', says }
  }
  const same = seen.find(({ other }) => isAlike(other, ending))
  const { platform, other } = same ?? first
  const evidence = { platform, ending: other.key }
  if (same !== undefined) {
    const says = `it ${other.words} on ${platform} too, where no emulator is`
    return { step: 'native-platform', result: 'explains', says, evidence }
  }
  const says = `natively, on ${platform}, it ${other.words}`
  return { step: 'native-platform', result: other.isWell ? 'works' : 'differs', says, evidence }
}

/** True for deaths of one cause. Signals differ between architectures: what is an illegal instruction here is a trap there. */
export function isAlike(native: { key: string; signal?: number }, emulated: { key: string; signal?: number }): boolean {
  if (native.signal !== undefined && emulated.signal !== undefined) return true
  return native.key === emulated.key
}
