import { renderInit, renderInitEnd } from '../../reporters/init-text.ts'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import type { PlacedFile } from '../init/place-files.ts'
import type { VerbContext } from '../verbs/context.ts'
import { prepareInit } from '../verbs/init.ts'
import type { ListingOutcome } from './outcome.ts'
import { diffLines } from './section-diff.ts'

/** Says what a folder begins with, and writes it; on a terminal, where one says so. */
export async function runInit(config: ResolvedConfig, context: VerbContext): Promise<ListingOutcome> {
  const { initRequest, isDryRun, json } = config
  const prepared = await prepareInit(config, context)
  const told = (isWritten: boolean, render = renderInit): ListingOutcome => {
    const document = prepared.tell(isWritten, showDiff)
    return { kind: 'listing', document, render: (style) => render(style, document), errors: [], exitCode: 0 }
  }
  if (isDryRun) return told(false)
  const isAsked = context.ask !== undefined && !initRequest.yes && !json
  if (!isAsked || !prepared.files.some(isChanged)) {
    await prepared.write()
    return told(true)
  }
  // The question has said all but what becomes of it.
  const isWanted = await confirm(told(false), context)
  if (isWanted) await prepared.write()
  return told(isWanted, renderInitEnd)
}

function isChanged({ state }: PlacedFile): boolean {
  return state === 'written' || state === 'replaced'
}

async function confirm({ render }: ListingOutcome, { ask, environment }: VerbContext): Promise<boolean> {
  const lines = render({ color: false, unicode: environment.isUnicode, columns: 100 }).slice(0, -1)
  const answer = await ask?.(`${lines.join('\n')}\nWrite these files? [Y/n] `)
  return answer !== undefined && /^\s*(?:y(?:es)?)?\s*$/i.test(answer)
}

const linesAround = 2

/** The lines that differ, with a few around them. */
function showDiff({ before, text, state }: PlacedFile): readonly string[] | undefined {
  if (before === undefined || state === 'unchanged') return undefined
  const lines = diffLines(before.trimEnd().split(/\r?\n/), text.trimEnd().split('\n'), (a, b) => a === b)
  const isNear = (position: number): boolean =>
    lines.slice(Math.max(position - linesAround, 0), position + linesAround + 1).some((line) => !line.startsWith('  '))
  return lines.flatMap((line, position) => (isNear(position) ? [line] : isNear(position - 1) ? ['  …'] : []))
}
