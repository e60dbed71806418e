/** An article as a picture to send on: its title, where it comes from and when, its address; drawn on this phone. */
import { canvasFont, linesOf, pictureOf } from '../core/canvas-text.ts'

export interface CardLines {
  readonly head: string
  readonly title: string
  readonly summary: string
  /** source and date, then the address */
  readonly foot: readonly string[]
}

const width = 720
const side = 48
const mostOfSummary = 5

/** Draws the card as PNG. Always light: it is looked at outside of the app. */
export async function drawCard({ head, title, summary, foot }: CardLines): Promise<Blob> {
  const canvas = document.createElement('canvas')
  const brush = canvas.getContext('2d')
  if (brush === null) throw new Error('this browser draws no pictures')
  const broken = (text: string, style: string) => {
    brush.font = `${style} ${canvasFont}`
    return linesOf(text, width - 2 * side, (part) => brush.measureText(part).width)
  }
  const titleLines = broken(title, '600 44px')
  const all = broken(summary, '28px')
  const summaryLines = all.slice(0, mostOfSummary)
  if (all.length > mostOfSummary) summaryLines.push(`${summaryLines.pop()?.slice(0, -1) ?? ''}…`)
  const footLines = foot.flatMap((line) => broken(line, '24px'))
  canvas.width = width
  canvas.height = 128 + titleLines.length * 60 + 24 + summaryLines.length * 44 + 48 + footLines.length * 36 + 40
  brush.fillStyle = '#ffffff'
  brush.fillRect(0, 0, width, canvas.height)
  brush.fillStyle = '#0a7a42'
  brush.fillRect(0, 0, width, 12)
  brush.textBaseline = 'top'
  let y = 56
  const write = (lines: readonly string[], style: string, colour: string, height: number) => {
    brush.font = `${style} ${canvasFont}`
    brush.fillStyle = colour
    for (const line of lines) {
      brush.fillText(line, side, y)
      y += height
    }
  }
  write([head], '26px', '#595959', 56)
  write(titleLines, '600 44px', '#191919', 60)
  y += 12
  write(summaryLines, '28px', '#191919', 44)
  y += 20
  brush.fillStyle = '#e5e5e5'
  brush.fillRect(side, y, width - 2 * side, 2)
  y += 24
  write(footLines, '24px', '#595959', 36)
  return await pictureOf(canvas)
}
