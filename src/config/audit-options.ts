import type { Option } from './option.ts'
import { readChoice, readCommaList, readSwitch, readText, readTexts } from './readers.ts'
import { readPathPattern, readWaivers } from './waivers.ts'

const isaLevels = { 'x86-64': 1, 'x86-64-v2': 2, 'x86-64-v3': 3, 'x86-64-v4': 4 } as const
const readIsaLevel = readChoice('x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4')

/** What an image is held against, and what is accepted of it. */
export const auditOptions = {
  baseline: {
    flag: 'baseline',
    placeholder: 'REF|FILE',
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'an earlier image, or its saved report, to compare with',
    scope: 'everywhere',
    read: readText,
  },
  sameAs: {
    flag: 'same-as',
    placeholder: 'LIST',
    repeats: true,
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'references that must be the same image: :latest,:1',
    scope: 'everywhere',
    read: readCommaList,
  },
  requireSignature: {
    flag: 'require-signature',
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'a signature must be there; it is not checked itself',
    scope: 'everywhere',
    read: readSwitch,
  },
  dockerfile: {
    flag: 'dockerfile',
    placeholder: 'FILE',
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'the Dockerfile the image was built from: hints name its lines',
    scope: 'everywhere',
    read: readText,
  },
  allow: {
    flag: 'allow',
    placeholder: 'GLOB',
    repeats: true,
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'files that may be of another architecture: /opt/cross/**',
    scope: 'everywhere',
    read: (raw) => readTexts(raw).map(readPathPattern),
  },
  isaCeiling: {
    flag: 'isa-ceiling',
    placeholder: 'LEVEL',
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'the highest level amd64 code may need: x86-64-v2',
    scope: 'everywhere',
    read: (raw) => isaLevels[readIsaLevel(raw)],
  },
  waivers: {
    group: 'The audit',
    verbs: ['verify', 'bench', 'inspect'],
    help: 'findings that are accepted, with reasons',
    scope: 'no-environment',
    read: readWaivers,
  },
} as const satisfies Readonly<Record<string, Option<unknown>>>
