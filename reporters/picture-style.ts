import { h, type Html } from './html-node.ts'

/** How the time of a bar was spent. */
export type PictureKind = 'native' | 'emulated' | 'cross' | 'cached' | 'other' | 'failed'

interface Paint {
  /** On a light ground; what a viewer without style sheets shows. */
  readonly light: string
  readonly dark: string
  /** Tells it apart where colours do not. */
  readonly hatch?: string
}

const paints: Readonly<Record<PictureKind, Paint>> = {
  native: { light: '#2a6fdb', dark: '#6ea6ff' },
  emulated: { light: '#b06a00', dark: '#ebbb4d', hatch: 'M-2 2L2-2M0 8L8 0M6 10L10 6' },
  cross: { light: '#0f8a5f', dark: '#63d9a4', hatch: 'M0 4H8M4 0V8' },
  cached: { light: '#6b7683', dark: '#8f9aa7', hatch: 'M2 0V8M6 0V8' },
  other: { light: '#6b7683', dark: '#8f9aa7' },
  failed: { light: '#c0182f', dark: '#ff8a80', hatch: 'M0 0L8 8M8 0L0 8' },
}

/** Colours of text and lines, for a picture's own style and for the page's. */
export const ink = { text: '#1a1f26', soft: '#515b67', grid: '#d8dde4', ground: '#ffffff' } as const
const darkInk = { text: '#e8edf3', soft: '#a3adb9', grid: '#333b46', ground: '#171b22' } as const

const kinds = Object.entries(paints)

const darkRules = [
  `.ground{fill:${darkInk.ground}}`,
  `text{fill:${darkInk.text}}`,
  `.soft text,.role-axis-label text{fill:${darkInk.soft}}`,
  `.role-axis-grid line{stroke:${darkInk.grid}}`,
  `.whisker line{stroke:${darkInk.text}}`,
  ...kinds.map(([kind, { dark }]) => `.${kind}{fill:${dark}}`),
  `.hatch{stroke:${darkInk.ground}}`,
]

/** The style of a picture that is a file: it follows the reader's colours, on a ground of its own. */
export const pictureStyle = `${textRules('')}@media(prefers-color-scheme:dark){${darkRules.join('')}}`

/** Of code the width is known, so that columns of it do not meet. */
function textRules(scope: string): string {
  return `${scope}.name text{font-weight:600}${scope}.code text{font:12px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace}`
}

/** The same for the page, where one of its own buttons chooses the colours. */
export const pagePictureStyle = [
  '.picture { display: block; min-width: 920px }',
  '.picture text { fill: var(--text) } .picture .soft text, .picture .role-axis-label text { fill: var(--soft) }',
  textRules('.picture '),
  '.picture .role-axis-grid line { stroke: var(--line) }',
  '.picture .whisker line { stroke: var(--text) } .picture .hatch { stroke: var(--face) }',
  kinds.map(([kind, { light, dark }]) => `.picture .${kind} { fill: light-dark(${light}, ${dark}) }`).join(' '),
].join('\n')

/** The fills that a picture uses, as `url(#native)` and so on: a colour and, over it, the lines of a pattern. */
export function definePaints(prefix: string, picture: string): Html {
  return h(
    'defs',
    {},
    kinds
      .filter(([kind]) => picture.includes(`url(#${kind})`))
      .map(([kind, { light, hatch }]) =>
        h(
          'pattern',
          { id: `${prefix}${kind}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
          h('path', { class: kind, d: 'M0 0H8V8H0z', fill: light }),
          hatch === undefined
            ? undefined
            : h('path', { class: 'hatch', d: hatch, stroke: ink.ground, 'stroke-width': 1.4, 'stroke-opacity': 0.7 }),
        ),
      ),
  )
}
