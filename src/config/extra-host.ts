import { isIP } from 'node:net'
import { invalidValue, isRecord, readCommaList, readText } from './readers.ts'

/**
 * Lines of a container's hosts file, as engines take them: `NAME:ADDRESS`, `NAME=ADDRESS`, or an object of a
 * configuration file. `host-gateway` is the address under which the engine's host is reached.
 * @throws HarnessError `config-invalid`
 */
export function readHosts(raw: unknown): readonly string[] {
  const pairs = isRecord(raw)
    ? Object.entries(raw).map(([name, address]) => [name, readText(address)] as const)
    : readCommaList(raw).map(splitHost)
  return pairs.map(([name, address]) => `${checkName(name)}:${checkAddress(address)}`)
}

const example = 'write db.local:10.0.0.5 or db.local:host-gateway'

function splitHost(text: string): readonly [string, string] {
  const [, name, address] = /^([^:=]+)[:=](.+)$/.exec(text) ?? []
  if (name === undefined || address === undefined) throw invalidValue(text, 'NAME:ADDRESS', example)
  return [name, address]
}

function checkName(name: string): string {
  if (/^[A-Za-z0-9_]([\w.-]{0,251}[A-Za-z0-9_])?$/.test(name)) return name
  throw invalidValue(name, 'the name of a host', example)
}

function checkAddress(text: string): string {
  const address = text.replace(/^\[(.*)\]$/, '$1')
  if (address === 'host-gateway' || isIP(address) !== 0) return address
  throw invalidValue(text, 'an IP address or host-gateway', example)
}
