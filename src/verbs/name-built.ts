import { onlyTarget } from '../build/buildx-args.ts'
import type { Reference } from '../oci/reference.ts'

/** An image that was built, as it is opened: `repository@sha256:…`, `oci:DIR`. */
export interface BuiltImage {
  readonly target: string
  readonly image: string
  readonly tags: readonly Reference[]
}

export interface BuiltNames {
  readonly images: readonly string[]
  readonly shownAs: ReadonlyMap<string, string>
  /** By the name that is shown. */
  readonly tagsOf: ReadonlyMap<string, readonly Reference[]>
}

/** What reports call the images of a build. Targets of one repository may come to one image, which has all their tags. */
export function nameBuilt(built: readonly BuiltImage[], context: string): BuiltNames {
  const shownAs = new Map<string, string>()
  const tagsOf = new Map<string, readonly Reference[]>()
  for (const { target, image, tags } of built) {
    const shown = isKept(image) ? shownName(context, target) : image
    shownAs.set(image, shown)
    tagsOf.set(shown, [...(tagsOf.get(shown) ?? []), ...tags])
  }
  return { images: [...shownAs.keys()], shownAs, tagsOf }
}

/** True for what lies in a folder of this run, which says nothing to anybody. */
function isKept(image: string): boolean {
  return /^(?:oci|oci-archive|docker-daemon):/.test(image)
}

/** `build:.`, `build:./app`, `build:docker-bake.hcl#web`. */
function shownName(context: string, target: string): string {
  if (target !== onlyTarget) return `build:${context.replace(/#[^#]*$/, '')}#${target}`
  // `build:app` would be an image of a registry, and so would `build:5000/app`.
  return /^(?:\w[\w.-]*$|\d+\/)/.test(context) ? `build:./${context}` : `build:${context}`
}
