import { answerHttp } from '../../../src/elf/http-program.ts'
import { userland } from '../busybox-image.ts'
import type { ImageContent } from '../content.ts'
import { withInterpreter, withMachine } from '../elf-edit.ts'
import { image } from '../image-builder.ts'
import type { ImageRegistry, PushedImage } from '../image-registry.ts'
import { layer, type LayerEntry } from '../layer.ts'
import { programFor } from '../program-image.ts'
import { type PairPlatform, pushPair } from './pair.ts'

const serve = 'exec /bin/busybox httpd -f -p 8080 -h /www\n'
const program = answerHttp({ port: 8080, body: 'hello\n' })

/** A script that does not say what runs it: an init hides that, an engine does not. */
export async function scriptWithoutShebang(registry: ImageRegistry): Promise<PushedImage> {
  return pushEntrypoint(registry, 'script-without-shebang', () => ({ text: serve, mode: 0o755 }))
}

export async function emptyEntrypoint(registry: ImageRegistry): Promise<PushedImage> {
  return pushEntrypoint(registry, 'empty-entrypoint', () => ({ text: '', mode: 0o755 }))
}

/** Written on Windows: the interpreter's name ends in a carriage return. */
export async function scriptWithCarriageReturns(registry: ImageRegistry): Promise<PushedImage> {
  const text = `#!/bin/sh\n${serve}`.replaceAll('\n', '\r\n')
  return pushEntrypoint(registry, 'script-with-carriage-returns', () => ({ text, mode: 0o755 }))
}

/** Mode 0644: the file is right, but may not be executed. */
export async function entrypointNotExecutable(registry: ImageRegistry): Promise<PushedImage> {
  return pushEntrypoint(registry, 'entrypoint-not-executable', () => ({ text: `#!/bin/sh\n${serve}`, mode: 0o644 }))
}

/** No file of that name. */
export async function entrypointMissing(registry: ImageRegistry): Promise<PushedImage> {
  return pushEntrypoint(registry, 'entrypoint-missing', () => ({ text: serve, mode: 0o755, path: '/elsewhere' }))
}

/** A script of an interpreter that the image has not. */
export async function shebangInterpreterMissing(registry: ImageRegistry): Promise<PushedImage> {
  return pushEntrypoint(registry, 'shebang-interpreter-missing', () => ({ text: '#!/bin/bash\necho\n', mode: 0o755 }))
}

/** A program whose loader the image has not: glibc's, in an image without glibc. */
export async function elfInterpreterMissing(registry: ImageRegistry): Promise<PushedImage> {
  const loaders = { 'linux/amd64': '/lib64/ld-linux-x86-64.so.2', 'linux/arm64': '/lib/ld-linux-aarch64.so.1' }
  return pushEntrypoint(registry, 'elf-interpreter-missing', (platform) => ({
    bytes: withInterpreter(programFor(platform, program), loaders[platform]),
    mode: 0o755,
  }))
}

/** Machine code with a number that no architecture has. */
export async function unknownMachine(registry: ImageRegistry): Promise<PushedImage> {
  return pushEntrypoint(registry, 'unknown-machine', (platform) => ({
    bytes: withMachine(programFor(platform, program), 0xeef0),
    mode: 0o755,
  }))
}

type Entrypoint = { readonly mode: number; readonly path?: string } & (
  { readonly text: string } | { readonly bytes: Uint8Array }
)

/** amd64 and arm64 with a good userland, and an entrypoint `/entrypoint` that is wrong in the same way on both. */
async function pushEntrypoint(
  registry: ImageRegistry,
  name: string,
  entrypoint: (platform: PairPlatform) => Entrypoint,
): Promise<PushedImage> {
  return pushPair(registry, name, (platform) =>
    entrypointImage(platform, { path: '/entrypoint', ...entrypoint(platform) }),
  )
}

async function entrypointImage(platform: PairPlatform, entrypoint: LayerEntry): Promise<ImageContent> {
  const files = await layer([entrypoint, { path: '/www/index.html', text: 'hello\n' }])
  const config = { Entrypoint: ['/entrypoint'], ExposedPorts: { '8080/tcp': {} } }
  return image({ platform, layers: [await userland(platform), files], config })
}
