import { createReadStream } from 'node:fs'
import process from 'node:process'
import { addAbortSignal } from 'node:stream'
import type { ResolvedConfig } from '../config/resolved-config.ts'
import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import type { VerbContext } from './context.ts'

const maxFileBytes = 10 * 1024 * 1024
const maxImages = 1000
const maxNotices = 20

/**
 * The images a call is about: those named on its command line, then those of `--from`, each once.
 * @throws HarnessError `usage-invalid`, or `limit-exceeded` above 10 MiB or 1,000 images
 */
export async function nameImages(config: ResolvedConfig, context: VerbContext): Promise<readonly string[]> {
  const { images, imageLists } = config
  if (imageLists.length === 0) return images
  const { parseImageList } = await import('../plan/image-list.ts')
  const found: string[] = []
  const notices: string[] = []
  for (const path of new Set(imageLists)) {
    const name = path === '-' ? 'standard input' : path
    const list = await parseImageList(await readText(path, name, context.signal), name)
    found.push(...list.images.map(({ reference }) => reference))
    notices.push(...list.notices.map((notice) => `${name}: ${notice}`))
  }
  tellOf(notices, context)
  const all = [...new Set([...images, ...found])]
  if (all.length === 0) {
    throw new HarnessError('usage-invalid', `no image is named in ${[...new Set(imageLists)].map(nameOf).join(', ')}`, {
      hint: 'give a file that names images, or the images themselves',
    })
  }
  if (all.length > maxImages) {
    throw new HarnessError('limit-exceeded', `${all.length} images are named`, {
      hint: `give files with no more than ${maxImages} between them`,
    })
  }
  return all
}

function tellOf(notices: readonly string[], { onEvent }: VerbContext): void {
  const different = [...new Set(notices)]
  for (const message of different.slice(0, maxNotices)) onEvent({ kind: 'notice', message })
  const rest = different.length - maxNotices
  if (rest > 0) onEvent({ kind: 'notice', message: `and ${rest} more like these` })
}

async function readText(path: string, name: string, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  try {
    // A pipe may be one that does not wait, which only the process's own stream for it can read.
    const stream = path === '-' ? addAbortSignal(signal, process.stdin) : createReadStream(path, { signal })
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk)
      sizeBytes += bytes.byteLength
      if (sizeBytes > maxFileBytes) throw tooLarge(name)
      chunks.push(bytes)
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause
    if (signal.aborted) throw signal.reason
    throw new HarnessError('usage-invalid', `${quoteText(name)} cannot be read`, {
      cause,
      hint: 'name a text file in UTF-8, or - for standard input',
    })
  }
}

function tooLarge(name: string): HarnessError {
  return new HarnessError('limit-exceeded', `${quoteText(name)} is larger than ${maxFileBytes / 1024 / 1024} MiB`, {
    hint: 'give the part of it that names images',
  })
}

function nameOf(path: string): string {
  return path === '-' ? 'standard input' : quoteText(path)
}
