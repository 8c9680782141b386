import { resolve } from 'node:path'
import { entriesOf, isFields, textOf } from '../plan/image-list-fields.ts'
import { withoutPrefix, type FolderBuild } from './folder-build.ts'

export const bakeFiles = ['docker-bake.hcl', 'docker-bake.json'] as const

/** The first target that builds this folder, of what `docker buildx bake --print` prints; undefined without one. */
export function readBakeFacts(folder: string, file: string, printed: unknown): FolderBuild | undefined {
  const all = isFields(printed) ? printed['target'] : undefined
  const targets = (isFields(all) ? entriesOf(all) : []).flatMap(([name, target]): readonly FolderBuild[] => {
    if (!isFields(target)) return []
    const context = textOf(target, 'context') ?? '.'
    if (resolve(folder, context) !== resolve(folder) || target['dockerfile-inline'] !== undefined) return []
    const [dockerfile, stage, args, platforms] = [
      textOf(target, 'dockerfile'),
      textOf(target, 'target'),
      target['args'],
      target['platforms'],
    ]
    const one = {
      file,
      name,
      buildArgs: textsOf(args),
      contexts: withoutPrefix(textsOf(target['contexts']), 'target:'),
      platforms: Array.isArray(platforms) ? platforms.filter((platform) => typeof platform === 'string') : [],
      alike: [],
    }
    return [
      {
        ...one,
        ...(dockerfile === undefined ? {} : { dockerfile }),
        ...(stage === undefined ? {} : { target: stage }),
      },
    ]
  })
  const [first, ...others] = targets
  return first === undefined ? undefined : { ...first, alike: others.map(({ name }) => name) }
}

function textsOf(value: unknown): ReadonlyMap<string, string> {
  const pairs = isFields(value) ? entriesOf(value) : []
  return new Map(pairs.flatMap(([name, text]) => (typeof text === 'string' ? [[name, text] as const] : [])))
}
