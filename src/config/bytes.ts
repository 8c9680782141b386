import { HarnessError } from '../errors.ts'
import { quoteText } from '../oci/quote.ts'

/** As docker's `--memory` has it, `k` and `KiB` are 1024; only `kB`, `MB`, … are powers of 1000. */
const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
  t: 1024 ** 4,
  tib: 1024 ** 4,
  tb: 1000 ** 4,
}

/**
 * Bytes of `512MiB`, `1GB`, `1.5g`, `64k`; a bare number is bytes.
 * @throws HarnessError `config-invalid`
 */
export function parseBytes(value: string | number): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(String(value).trim()) ?? []
  const factor = units[unit.toLowerCase()]
  if (digits === undefined || factor === undefined) throw invalid(value, 'is not a size')
  const bytes = Math.round(Number(digits) * factor)
  if (bytes < 1) throw invalid(value, 'is not a size: it must be at least one byte')
  if (!Number.isSafeInteger(bytes)) throw invalid(value, 'is too large')
  return bytes
}

function invalid(value: string | number, problem: string): HarnessError {
  return new HarnessError('config-invalid', `${quoteText(String(value))} ${problem}`, {
    hint: 'write 512MiB, 1GB or 64k; a bare number is bytes',
  })
}
