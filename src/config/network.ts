import { invalidValue, readText } from './readers.ts'

/** `none`, `host`, `bridge`, or the name of a network of the engine. @throws HarnessError `config-invalid` */
export function readNetwork(raw: unknown): string {
  const text = readText(raw)
  if (/^[A-Za-z0-9][\w.-]{0,254}$/.test(text)) return text
  const hint = text.startsWith('container:')
    ? 'the network of another container cannot be shared: put both in one network'
    : 'write none, host, bridge or a name that docker network ls shows'
  throw invalidValue(text, 'a network', hint)
}
