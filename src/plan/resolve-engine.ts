import type { Platform } from '../oci/platform.ts'
import {
  takeForContainerd,
  takeForCrane,
  takeForDocker,
  takeForKubernetes,
  takeForPodman,
  withoutLevel,
  type ResolveRule,
} from './resolve-rule.ts'

/** The engines whose choice is told, in the order they are shown. */
export const engineNames = ['docker', 'docker-classic', 'containerd', 'kubernetes', 'podman', 'crane'] as const
export type EngineName = (typeof engineNames)[number]

/** A family of programs that pick alike. */
export interface ResolveEngine {
  readonly name: EngineName
  /** Who picks so. */
  readonly title: string
  readonly take: ResolveRule
  /** The platform it knows its host to be. */
  readonly see: (host: Platform) => Platform
  /** True for one that, told a platform, runs nothing but that, though it has pulled something else. */
  readonly isStrictInUse: boolean
}

const asItIs = (host: Platform): Platform => host

/** Every engine; one that is missing does not compile. */
export const resolveEngines: Readonly<Record<EngineName, ResolveEngine>> = {
  docker: {
    name: 'docker',
    title: 'Docker with the containerd image store (amd64 levels since 29.6)',
    take: takeForDocker,
    see: asItIs,
    isStrictInUse: true,
  },
  'docker-classic': {
    name: 'docker-classic',
    title: 'Docker with the classic image store',
    take: takeForDocker,
    see: asItIs,
    isStrictInUse: false,
  },
  containerd: {
    name: 'containerd',
    title: 'containerd by its client: nerdctl, Kubernetes up to containerd 2.0',
    take: takeForContainerd,
    see: withoutLevel,
    isStrictInUse: false,
  },
  kubernetes: {
    name: 'kubernetes',
    title: 'Kubernetes on containerd 2.1 and later',
    take: takeForKubernetes,
    see: withoutLevel,
    isStrictInUse: false,
  },
  podman: {
    name: 'podman',
    title: 'Podman, CRI-O, Skopeo',
    take: takeForPodman,
    see: withoutLevel,
    isStrictInUse: false,
  },
  crane: {
    name: 'crane',
    title: 'crane --platform, and what is built on its library',
    take: takeForCrane,
    see: withoutLevel,
    isStrictInUse: false,
  },
}
