import { quoteText } from '../oci/quote.ts'
import { entriesOf, isFields, textOf, type Fields } from './image-list-fields.ts'
import { joinImageLists, type ImageList } from './named-image.ts'

/** A name is no longer, its variables included. */
const maxLength = 4096

/**
 * The images of a compose file's services.
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md#image
 */
export function listComposeImages(services: Fields): ImageList {
  const lists = entriesOf(services).map(([name, service]): ImageList => {
    const where = `service ${name}`
    const image = isFields(service) ? textOf(service, 'image') : undefined
    if (image === undefined) {
      const isBuilt = isFields(service) && service['build'] !== undefined
      return { images: [], notices: isBuilt ? [`${where} is passed over: it is built, and has no image's name`] : [] }
    }
    const reference = interpolate(image)
    if (reference !== undefined) return { images: [{ reference, where }], notices: [] }
    return {
      images: [],
      notices: [`${where}: ${quoteText(image)} is passed over, pipe what docker compose config prints to --from -`],
    }
  })
  return joinImageLists(lists)
}

/**
 * Variables replaced by their defaults; undefined where one has none.
 * https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
function interpolate(text: string): string | undefined {
  if (text.length > maxLength) return undefined
  let isWhole = true
  const replaced = text.replaceAll(
    /\$(?:(\$)|\w+|\{\w+(?::?(-)([^}]*)|[^}]*)?\})/g,
    (_, dollar?: string, dash?: string, fallback = '') => {
      if (dollar !== undefined) return '$'
      if (dash === undefined) isWhole = false
      return String(fallback)
    },
  )
  return isWhole && !/\$\{|\{\{/.test(replaced) ? replaced : undefined
}
