/** An image that a file names. */
export interface NamedImage {
  readonly reference: string
  /** Where it stands: `Deployment web`, `service db`, `line 3`. */
  readonly where: string
}

/** The images of a file, in its order, and what was passed over. */
export interface ImageList {
  readonly images: readonly NamedImage[]
  /** What the user should know: services that are built, names that hold variables. */
  readonly notices: readonly string[]
}

/** One list of several. */
export function joinImageLists(lists: readonly ImageList[]): ImageList {
  return { images: lists.flatMap(({ images }) => images), notices: lists.flatMap(({ notices }) => notices) }
}
