/** The receipt as a picture, drawn on this phone: number, code, title and the last day, with a warning. */

import { canvasFont, linesOf, pictureOf } from '../core/canvas-text.ts'

export interface PictureLines {
  readonly head: string
  readonly title: string
  /** label and value; the second one is the code, and stands out */
  readonly rows: readonly (readonly [label: string, value: string])[]
  readonly warning: string
}

const width = 720
const side = 48

/** Draws the picture as PNG. Always light: it is looked at outside of the app. */
export async function drawReceipt({ head, title, rows, warning }: PictureLines): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const brush = canvas.getContext('2d')
  if (brush === null) throw new Error('this browser draws no pictures')
  const broken = (text: string, style: string) => {
    brush.font = `${style} ${canvasFont}`
    return linesOf(text, width - 2 * side, (part) => brush.measureText(part).width)
  }
  const titleLines = broken(title, '28px')
  const warningLines = broken(warning, '24px')
  const height = 176 + titleLines.length * 40 + rows.length * 108 + warningLines.length * 36 + 48
  canvas.width = width
  canvas.height = height
  brush.fillStyle = '#ffffff'
  brush.fillRect(0, 0, width, height)
  brush.fillStyle = '#0a7a42'
  brush.fillRect(0, 0, width, 12)
  brush.textBaseline = 'top'
  const write = (text: string, style: string, colour: string, y: number) => {
    brush.font = `${style} ${canvasFont}`
    brush.fillStyle = colour
    brush.fillText(text, side, y)
  }
  write(head, '600 40px', '#191919', 56)
  let y = 120
  for (const line of titleLines) {
    write(line, '28px', '#595959', y)
    y += 40
  }
  y += 24
  for (const [index, [label, value]] of rows.entries()) {
    write(label, '24px', '#595959', y)
    write(value, index === 1 ? '600 44px' : '36px', '#191919', y + 34)
    y += 108
  }
  brush.fillStyle = '#e5e5e5'
  brush.fillRect(side, y - 4, width - 2 * side, 2)
  y += 20
  for (const line of warningLines) {
    write(line, '24px', '#7a5200', y)
    y += 36
  }
  return await pictureOf(canvas)
}
