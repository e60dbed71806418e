/** Brings a picture or an attachment of an article to the server, which checks it and makes pictures anew. */
import type { ArticleFile } from '#contract/articles.ts'
import { deskCall } from '../core/desk-call.ts'

/** The beginning of the addresses of an article's files, as the desk fetches them. */
export const filesAddress = (articleId: string): string => `/api/desk/articles/${articleId}/files/`

/** Names are bounded by the contract: the end is kept, it says what kind of file it is. */
const shortName = (name: string): string => {
  const letters = [...name.trim()]
  return letters.length <= 120 ? letters.join('') : letters.slice(-120).join('')
}

/** @param tell is told how much is on its way, 0 to 1. Throws what `deskCall` throws. */
export async function sendFile(articleId: string, file: File, tell?: (part: number) => void): Promise<ArticleFile> {
  return await deskCall('POST /desk/articles/:id/files', {
    params: { id: articleId },
    query: { name: shortName(file.name) || '图片' },
    body: file,
    ...(tell && { onProgress: tell })
  })
}
