import type { ContainerOptions } from '../harness/protocol.ts'
import type { JsonObject } from '../oci/json.ts'
import { present } from '../config/present.ts'

/** What a suite's request says beside its method and its command. */
export interface HarnessDetails {
  readonly options: ContainerOptions
  /** Of a container that was opened for a suite. */
  readonly container?: string
  readonly path?: string
}

/** @throws HarnessError `content-invalid` that names what is wrong */
export function parseHarnessDetails(request: JsonObject): HarnessDetails {
  const options = request.optionalObject('options')
  return {
    options: options === undefined ? {} : parseOptions(options),
    ...present({ container: request.optionalString('container'), path: request.optionalString('path') }),
  }
}

function parseOptions(options: JsonObject): ContainerOptions {
  const texts = (key: string): readonly string[] | undefined => (options.has(key) ? options.strings(key) : undefined)
  return present({
    entrypoint: texts('entrypoint'),
    command: texts('command'),
    ports: texts('ports'),
    env: options.optionalRecord('env'),
    user: options.optionalString('user'),
    workdir: options.optionalString('workdir'),
    readOnly: options.optionalBoolean('readOnly'),
  })
}
