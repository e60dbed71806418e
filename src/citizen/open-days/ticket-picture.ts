/** The ticket as a picture, drawn on this phone: when, the code to be read and to be said, what it is for. */
import { encode } from 'uqr'
import { canvasFont, linesOf, pictureOf } from '../core/canvas-text.ts'

export interface TicketLines {
  readonly day: string
  readonly hours: string
  /** what the QR code holds */
  readonly text: string
  readonly code: string
  readonly rows: readonly (readonly [label: string, value: string])[]
  readonly warning: string
}

const width = 720
const side = 48
/** Wide enough to be read from a screen at an arm's length. */
const codeWidth = 432

/** Draws the picture as PNG. Always light: it is looked at outside of the app, and read by a camera. */
export async function drawTicket({ day, hours, text, code, rows, warning }: TicketLines): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const brush = canvas.getContext('2d')
  if (brush === null) throw new Error('this browser draws no pictures')
  const broken = (words: string, style: string) => {
    brush.font = `${style} ${canvasFont}`
    return linesOf(words, width - 2 * side, (part) => brush.measureText(part).width)
  }
  const told = rows.map(([label, value]) => [label, broken(value, '32px')] as const)
  const warningLines = broken(warning, '24px')
  const lines = told.reduce((sum, [, values]) => sum + values.length, 0)
  canvas.width = width
  canvas.height = 176 + codeWidth + 96 + told.length * 48 + lines * 44 + warningLines.length * 36 + 72
  brush.fillStyle = '#ffffff'
  brush.fillRect(0, 0, width, canvas.height)
  brush.fillStyle = '#0a7a42'
  brush.fillRect(0, 0, width, 12)
  brush.textBaseline = 'top'
  const write = (words: string, style: string, colour: string, y: number) => {
    brush.font = `${style} ${canvasFont}`
    brush.fillStyle = colour
    brush.fillText(words, side, y)
  }
  write(day, '600 44px', '#191919', 48)
  write(hours, '36px', '#191919', 108)
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const square = Math.floor(codeWidth / size)
  const left = Math.round((width - square * size) / 2)
  brush.fillStyle = '#000000'
  for (const [row, dots] of data.entries())
    for (const [column, dark] of dots.entries())
      if (dark) brush.fillRect(left + column * square, 160 + row * square, square, square)
  let y = 160 + codeWidth + 8
  brush.textAlign = 'center'
  brush.font = `600 52px ${canvasFont}`
  brush.fillStyle = '#191919'
  brush.fillText(code, width / 2, y)
  brush.textAlign = 'left'
  y += 96
  for (const [label, values] of told) {
    write(label, '24px', '#595959', y)
    y += 36
    for (const value of values) {
      write(value, '32px', '#191919', y)
      y += 44
    }
    y += 12
  }
  brush.fillStyle = '#e5e5e5'
  brush.fillRect(side, y, width - 2 * side, 2)
  y += 20
  for (const line of warningLines) {
    write(line, '24px', '#7a5200', y)
    y += 36
  }
  return await pictureOf(canvas)
}
