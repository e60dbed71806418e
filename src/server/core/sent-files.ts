/** Files that staff send in one piece: looked at by their content before anything of them is kept. */
import { checkContent } from './file-content.ts'
import { shrink, type Shrunk } from './file-pictures.ts'
import { RefusedFile, type Checked } from './file-types.ts'
import { problem } from './problems.ts'

let last: Promise<unknown> = Promise.resolve()

/** One after the other: a picture takes up to some hundred megabytes while it is made anew. Throws `file-refused`. */
async function inTurn<Made>(make: () => Promise<Made>): Promise<Made> {
  const turn = last.then(make)
  last = turn.catch(() => undefined)
  try {
    return await turn
  } catch (error) {
    if (error instanceof RefusedFile) throw problem('file-refused', { errors: [{ pointer: '', rule: error.reason }] })
    throw error
  }
}

/** What is to be kept of a file; pictures are made anew. Throws `file-refused` with the reason as its rule. */
export async function checkSentFile(bytes: Buffer): Promise<Checked> {
  return await inTurn(async () => await checkContent(bytes))
}

/** The same of what has to be a picture, made as small as it is needed. `side`: the most pixels of its longer one. */
export async function checkSentPicture(bytes: Buffer, side: number): Promise<Shrunk> {
  return await inTurn(async () => {
    const { type, content } = await checkContent(bytes)
    if (!type.startsWith('image/')) throw new RefusedFile('type-unknown')
    return await shrink(content, side)
  })
}
