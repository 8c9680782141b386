import type { GroupMark, Mark, Spec } from 'vega'
import { h, type Html } from './html-node.ts'
import { fontSize, linesMark } from './picture-marks.ts'
import { compactSvg } from './compact-svg.ts'
import { definePaints, ink, pictureStyle } from './picture-style.ts'

/** A picture to be made, in pixels. */
export interface PicturePlan {
  /** What it shows, for those who do not see it. */
  readonly title: string
  readonly description: string
  readonly height: number
  readonly marks: readonly Mark[]
}

/** Where a picture stands: in a file of its own, or on a page that has its style, among others with other prefixes. */
export type PicturePlace = { readonly kind: 'file' } | { readonly kind: 'page'; readonly prefix: string }

export const pictureWidth = 920

/** Plots it. Vega takes a while to load: only a run with something to show waits for it. */
export async function drawPicture(plan: PicturePlan, place: PicturePlace): Promise<Html> {
  const { parse, View } = await import('vega')
  const { title, description, height, marks } = plan
  // Nothing is placed by the width of a text, which differs from machine to machine.
  const spec: Spec = { width: pictureWidth, height, padding: 0, autosize: 'none', marks: [...marks] }
  const view = new View(parse(spec), { renderer: 'none' })
  const drawn = await view.toSVG()
  view.finalize()
  const isFile = place.kind === 'file'
  const prefix = isFile ? '' : `${place.prefix}-`
  return h(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'picture',
      viewBox: `0 0 ${pictureWidth} ${height}`,
      width: pictureWidth,
      height,
      role: 'img',
      'font-family': 'system-ui, -apple-system, Segoe UI, DejaVu Sans, sans-serif',
      'font-size': fontSize,
    },
    h('title', {}, title),
    h('desc', {}, description),
    isFile ? { markup: `<style>${pictureStyle}</style>` } : undefined,
    definePaints(prefix, drawn),
    isFile ? h('path', { class: 'ground', d: `M0 0H${pictureWidth}V${height}H0z`, fill: ink.ground }) : undefined,
    { markup: compactSvg(drawn).replaceAll('"url(#', `"url(#${prefix}`) },
  )
}

/** A picture of what there is not. */
export function planWords(words: string): PicturePlan {
  return { title: words, description: words, height: 52, marks: [linesMark([words], 16, 16, 20)] }
}

/** Several pictures below each other as one; undefined for none. */
export function stackPictures(plans: readonly PicturePlan[]): PicturePlan | undefined {
  const [only, ...others] = plans
  if (only === undefined || others.length === 0) return only
  let top = 0
  const marks = plans.map(({ marks: own, height }): GroupMark => {
    const y = top
    top += height
    return { type: 'group', aria: false, encode: { enter: { y: { value: y } } }, marks: [...own] }
  })
  const join = (texts: readonly string[]): string => texts.join('. ')
  return {
    title: join(plans.map(({ title }) => title)),
    description: join(plans.map(({ description }) => description)),
    height: top,
    marks,
  }
}
