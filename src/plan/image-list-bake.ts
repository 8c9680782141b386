import { entriesOf, isFields, type Fields } from './image-list-fields.ts'
import { joinImageLists, type ImageList } from './named-image.ts'

/**
 * The images that a bake file's targets are pushed as: all their tags.
 * https://docs.docker.com/build/bake/reference/#targettags
 */
export function listBakeImages(targets: Fields): ImageList {
  const lists = entriesOf(targets).map(([name, target]): ImageList => {
    const tags = isFields(target) ? target['tags'] : undefined
    const texts: readonly unknown[] = Array.isArray(tags) ? tags : [tags]
    const references = texts.filter((tag) => typeof tag === 'string').filter((tag) => tag.trim() !== '')
    const where = `target ${name}`
    return {
      images: references.map((reference) => ({ reference: reference.trim(), where })),
      notices: references.length === 0 ? [`${where} is passed over: it has no tags`] : [],
    }
  })
  return joinImageLists(lists)
}
