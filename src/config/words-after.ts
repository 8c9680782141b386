import type { GivenValues, Option } from './option.ts'
import { options } from './options.ts'

/** What names images, or says of what they are built. */
const naming: readonly Option<unknown>[] = [options.image, options.from, options.build, options.bake]

/** How a message names words after `--` that are a command. */
export const commandAfter = 'the command after --'

/** Words after `--` are buildx's where an earlier source, a configuration file say, is what makes the image. */
export function giveWordsToBuildx(given: GivenValues, earlier: readonly GivenValues[]): GivenValues {
  const command = given.get(options.command)
  const source = [...earlier, given].findLast((values) => naming.some((option) => values.has(option)))
  const isBuilt = source !== undefined && (source.has(options.build) || source.has(options.bake))
  if (command?.label !== commandAfter || !isBuilt) return given
  const words = { ...command, label: 'after --' }
  return new Map([...given].filter(([option]) => option !== options.command)).set(options.buildFlags, words)
}
