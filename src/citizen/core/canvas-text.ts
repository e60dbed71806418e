/** Text on a canvas: broken into lines as Chinese is, in the fonts of the screens. */

export const canvasFont = "'PingFang SC', 'HarmonyOS Sans SC', MiSans, 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"

/** Breaks a text into lines no wider than `most`; between any two signs, as Chinese does, words of other scripts whole. */
export function linesOf(text: string, most: number, measure: (text: string) => number): string[] {
  const pieces = text.match(/[\p{Script=Latin}\p{N}.,:;'’\-/@]+\s*|\s+|./gsu) ?? []
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && measure(line + piece.trimEnd()) > most) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += line === '' ? piece.trimStart() : piece
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd())
  return lines
}

/** The picture as PNG. */
export async function pictureOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return await new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('the picture came out empty')) : resolve(blob)),
      'image/png'
    )
  })
}
