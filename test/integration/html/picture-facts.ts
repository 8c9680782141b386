import type { Page } from 'playwright-core'

/** What a picture looks like, as far as a program can see it. */
export interface PictureFacts {
  readonly texts: number
  readonly bars: number
  /** Texts that are not wholly inside of the picture. */
  readonly clipped: readonly string[]
  /** Pairs of texts, or of a text and a bar, that lie upon each other. */
  readonly overlaps: readonly string[]
  /** Texts with less contrast to their ground than 4.5, and fills with less than 3. https://www.w3.org/TR/WCAG22/#contrast-minimum */
  readonly faint: readonly string[]
}

const look = `(() => {
  const luminance = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map((part) => {
      const value = Number(part) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const groundOf = (svg) => {
    const own = svg.querySelector('.ground')
    if (own !== null) return getComputedStyle(own).fill
    for (let at = svg; at !== null; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor
      if (color !== 'rgba(0, 0, 0, 0)') return color
    }
    return 'rgb(255, 255, 255)'
  }
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5
  // A line of text is higher than its letters.
  const boxOf = (text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect()
    return { left, right, top: top + 2, bottom: bottom - 2, name: text.textContent }
  }
  return [...document.querySelectorAll('svg.picture')].map((svg) => {
    const frame = svg.getBoundingClientRect()
    const ground = groundOf(svg)
    const texts = [...svg.querySelectorAll('text')].filter(({ textContent }) => textContent !== '')
    const boxes = texts.map(boxOf)
    const bars = [...svg.querySelectorAll('.bar path, .bar')].filter(({ tagName }) => tagName === 'path').map((bar) => ({ ...boxOf(bar), name: 'a bar' }))
    const overlaps = boxes.flatMap((box, place) =>
      [...boxes.slice(place + 1), ...bars].filter((other) => meet(box, other)).map((other) => box.name + ' / ' + other.name))
    const fills = [...svg.querySelectorAll('pattern path:first-child')]
    return {
      texts: texts.length,
      bars: bars.length,
      clipped: boxes.filter((box) => box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom).map(({ name }) => name),
      overlaps,
      faint: [
        ...texts.filter((text) => contrast(getComputedStyle(text).fill, ground) < 4.5).map(({ textContent }) => textContent),
        ...fills.filter((fill) => contrast(getComputedStyle(fill).fill, ground) < 3).map((fill) => fill.getAttribute('class')),
      ],
    }
  })
})()`

/** Looks at every picture that a page shows. */
export async function lookAtPictures(page: Page): Promise<readonly PictureFacts[]> {
  return page.evaluate<readonly PictureFacts[]>(look)
}
