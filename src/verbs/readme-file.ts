import { readFile, stat, writeFile } from 'node:fs/promises'
import { HarnessError, toHarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'
import { splitMarkedText, type MarkedText } from '../report/marked-section.ts'

const maxBytes = 10 * 1024 * 1024

/** A README with a place for the table. @throws HarnessError `readme-invalid` */
export async function readReadme(path: string): Promise<MarkedText> {
  const bytes = await readBytes(path)
  try {
    return splitMarkedText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch (thrown) {
    if (thrown instanceof TypeError) throw invalid(path, 'it is no text in UTF-8', thrown)
    const { message, hint } = toHarnessError(thrown)
    throw invalid(path, message, undefined, hint)
  }
}

/** Writes a README. @throws HarnessError `reporter-failed` */
export async function writeReadme(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (cause) {
    throw new HarnessError('reporter-failed', `${quoteText(path, 300)} cannot be written`, {
      cause,
      hint: 'name a file that can be written, with --into',
    })
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  const size = await stat(path).then(
    (found) => (found.isFile() ? found.size : undefined),
    (cause: unknown) => {
      throw invalid(path, 'it cannot be read', cause, 'name the file with --into')
    },
  )
  if (size === undefined) throw invalid(path, 'it is no file')
  if (size > maxBytes) throw invalid(path, `it has ${size} bytes, and a README at most ${maxBytes}`)
  return readFile(path).catch((cause: unknown) => {
    throw invalid(path, 'it cannot be read', cause)
  })
}

function invalid(path: string, message: string, cause?: unknown, hint = 'name another file with --into'): HarnessError {
  return new HarnessError('readme-invalid', `${quoteText(path, 300)}: ${message}`, {
    hint,
    ...(cause === undefined ? {} : { cause }),
  })
}
