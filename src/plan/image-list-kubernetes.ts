import { parseReference } from '../oci/reference.ts'
import { quoteText } from '../oci/quote.ts'
import { entriesOf, isFields, textOf, type Fields } from './image-list-fields.ts'
import type { ImageList, NamedImage } from './named-image.ts'

/** Their texts are data or schemas; an `image` in them is not run. */
const kindsWithoutImages = new Set(['ConfigMap', 'Secret', 'CustomResourceDefinition'])

/** What containers are listed under, in pods and in resources of operators. */
const containerLists = /(?:containers|sidecars|steps)$/i

/** No object is deeper; one that is was made to be. */
const maxDepth = 100

/** True for a Kubernetes object, of any kind. */
export function isKubernetesObject(document: Fields): boolean {
  return textOf(document, 'apiVersion') !== undefined && textOf(document, 'kind') !== undefined
}

/**
 * Every `image` of an object, however deep: in pods, what makes pods, and resources that operators make pods of. One
 * outside a list of containers counts when it can be an image's name.
 */
export function listKubernetesImages(object: Fields): ImageList {
  const images: NamedImage[] = []
  const notices: string[] = []
  const seen = new Set<unknown>()

  const take = (image: string, owner: string, isListed: boolean): void => {
    if (/\{\{|\$[({\w]/.test(image)) notices.push(`${owner}: ${quoteText(image)} is passed over, it holds a variable`)
    else if (isListed || isReference(image)) images.push({ reference: image, where: owner })
    else notices.push(`${owner}: ${quoteText(image)} is passed over, it is no image's name`)
  }
  const walk = (value: unknown, owner: string, isListed: boolean, depth: number): void => {
    // What an anchor names is one object in many places.
    if (typeof value !== 'object' || value === null || seen.has(value) || depth > maxDepth) return
    seen.add(value)
    if (Array.isArray(value)) {
      for (const item of value) walk(item, owner, isListed, depth + 1)
      return
    }
    if (!isFields(value)) return
    const own = isKubernetesObject(value) ? nameOf(value) : owner
    if (isKubernetesObject(value) && kindsWithoutImages.has(textOf(value, 'kind') ?? '')) return
    for (const [name, inner] of entriesOf(value)) {
      if (name === 'image' && typeof inner === 'string' && inner.trim() !== '') take(inner.trim(), own, isListed)
      else if (name !== 'metadata' || !isKubernetesObject(value)) walk(inner, own, containerLists.test(name), depth + 1)
    }
  }
  walk(object, nameOf(object), false, 0)
  return { images, notices }
}

/** `Deployment shop/web`. */
function nameOf(object: Fields): string {
  const kind = textOf(object, 'kind') ?? 'object'
  const metadata = object['metadata']
  if (!isFields(metadata)) return kind
  const name = textOf(metadata, 'name') ?? textOf(metadata, 'generateName')
  const namespace = textOf(metadata, 'namespace')
  return name === undefined ? kind : `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
}

function isReference(text: string): boolean {
  try {
    parseReference(text)
    return true
  } catch {
    return false
  }
}
