import { writeProgram } from '../../src/elf/probe.ts'
import type { Program } from '../../src/elf/program.ts'
import { type ImageContent, platformJson } from './content.ts'
import { image } from './image-builder.ts'
import { layer, type LayerEntry } from './layer.ts'

/** A static program of a few hundred bytes for a platform. */
export function programFor(platform: string, program: Program): Uint8Array {
  return writeProgram(platformJson(platform), program)
}

/** FROM scratch: one hand-made program, `/app`, as the entrypoint. */
export async function programImage(platform: string, program: Program): Promise<ImageContent> {
  return appImage(platform, [{ path: '/app', bytes: programFor(platform, program), mode: 0o755 }])
}

/** An image whose entrypoint is `/app`, whatever that is, and which exposes port 8080. */
export async function appImage(platform: string, files: readonly LayerEntry[]): Promise<ImageContent> {
  const config = { Entrypoint: ['/app'], ExposedPorts: { '8080/tcp': {} } }
  return image({ platform, layers: [await layer(files)], config })
}
