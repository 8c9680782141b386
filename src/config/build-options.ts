import { readBuildFlags } from './build-flags.ts'
import { readBuildSecrets } from './build-secret.ts'
import type { Option } from './option.ts'
import { invalidValue, readText, readTexts } from './readers.ts'

const group = 'Building'
const verbs = ['verify', 'bench'] as const

/** How an image is built before it is verified: named as `docker buildx build` names it. */
export const buildOptions = {
  build: {
    flag: 'build',
    placeholder: 'CONTEXT',
    group,
    verbs,
    help: 'build this first: a folder, - or a git address',
    scope: 'everywhere',
    read: readText,
  },
  bake: {
    flag: 'bake',
    placeholder: 'FILE[#TARGETS]',
    repeats: true,
    group,
    verbs,
    help: 'build the targets of a bake file first: docker-bake.hcl#app',
    scope: 'no-environment',
    read: readBakeFiles,
  },
  file: {
    flag: 'file',
    short: 'f',
    placeholder: 'FILE',
    group,
    verbs: ['init', 'verify'],
    help: 'the Dockerfile',
    default: 'Dockerfile in the context',
    scope: 'everywhere',
    read: readText,
  },
  target: {
    flag: 'target',
    placeholder: 'STAGE',
    group,
    verbs,
    help: 'the stage to build',
    default: 'the last one',
    scope: 'everywhere',
    read: readText,
  },
  buildArg: listed('build-arg', 'NAME[=VALUE]', 'a value for an ARG'),
  buildContext: listed('build-context', 'NAME=PLACE', 'another context: a folder, docker-image://REF, a git address'),
  secret: {
    ...listed('secret', 'FIELDS', 'id=NAME,env=VARIABLE or id=NAME,src=FILE; never shown'),
    isOfHost: true,
    read: readBuildSecrets,
  },
  ssh: listed('ssh', 'default|ID[=SOCKET]', 'an agent or keys that steps may use'),
  cacheFrom: listed('cache-from', 'PLACE', 'where to look for cached steps'),
  cacheTo: listed('cache-to', 'PLACE', 'where to keep cached steps'),
  label: listed('label', 'NAME=VALUE', "a label of the image's config"),
  annotation: {
    ...listed('annotation', 'NAME=VALUE', 'an annotation of manifests; with index: before it of the index'),
    // What assemble: makes is annotated too, the same each time it is named.
    verbs: ['verify', 'bench', 'inspect', 'platforms', 'plan', 'publish'],
  },
  provenance: {
    flag: 'provenance',
    placeholder: 'VALUE',
    group,
    verbs,
    help: 'true, false or mode=max: how it was built',
    default: "buildx's own",
    scope: 'everywhere',
    read: readSetting,
  },
  sbom: {
    flag: 'sbom',
    placeholder: 'VALUE',
    group,
    verbs,
    help: 'true, or generator=IMAGE: what is in it',
    default: 'false',
    scope: 'everywhere',
    read: readSetting,
  },
  builder: {
    flag: 'builder',
    placeholder: 'NAME',
    group,
    verbs,
    help: 'the builder of docker buildx',
    default: 'the current one, or one that can build the platforms',
    scope: 'everywhere',
    read: readText,
  },
  buildFlags: {
    group,
    verbs,
    help: 'further flags for docker buildx build, as after --',
    scope: 'no-environment',
    read: readBuildFlags,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>

function listed<F extends string>(flag: F, placeholder: string, help: string) {
  const repeats = true as const
  return { flag, placeholder, repeats, group, verbs, help, scope: 'no-environment', read: readTexts } as const
}

/** `true` of a configuration file is as good as the word. */
function readSetting(raw: unknown): string {
  return typeof raw === 'boolean' ? String(raw) : readText(raw)
}

/** Files, and the targets named behind one of them. */
function readBakeFiles(raw: unknown): { readonly files: readonly string[]; readonly targets: readonly string[] } {
  const parts = readTexts(raw).map((text) => {
    const [, file = '', names] = /^([^#]*)(?:#(.*))?$/s.exec(text) ?? []
    const targets = names?.split(',').map((name) => name.trim())
    if (file === '' || targets?.some((name) => !/^[\w.-]+$/.test(name)) === true) {
      throw invalidValue(
        text,
        'a bake file',
        'write docker-bake.hcl, or docker-bake.hcl#app,tool for some targets of it',
      )
    }
    if (file === '-') {
      throw invalidValue(text, 'a file', 'write the bake file to a folder first: what it names is relative to it')
    }
    return { file, targets: targets ?? [] }
  })
  return { files: parts.map(({ file }) => file), targets: parts.flatMap(({ targets }) => targets) }
}
