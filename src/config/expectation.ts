import { invalidValue, readText } from './readers.ts'

/** The end an application must come to. */
export interface ExpectedEnd {
  readonly kind: 'exit'
  readonly exitCode: number
}

/** `exit:0`. @throws HarnessError `config-invalid` */
export function readExpectedEnd(raw: unknown): ExpectedEnd {
  const digits = /^exit:(\d{1,3})$/.exec(readText(raw).trim())?.[1]
  const exitCode = Number(digits)
  if (digits === undefined || exitCode > 255) throw invalidValue(raw, 'exit:N', 'write exit:0; N is 0 to 255')
  return { kind: 'exit', exitCode }
}
