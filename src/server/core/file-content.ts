/** What a file is, by its bytes alone: its name and what the phone calls it count for nothing. */
import { fileTypeFromBuffer } from 'file-type'
import { checkCompound, isCompound } from './file-ole.ts'
import { checkPicture, isPicture } from './file-pictures.ts'
import { RefusedFile, type Checked } from './file-types.ts'
import { checkZip, isZip } from './file-zip.ts'

/**
 * Keeps a PDF as it is. It begins with its mark (a file that is a PDF only from somewhere on may be something else too) and
 * ends with its end; scripts within it are run by nobody here, since files are only ever handed out as downloads.
 */
function checkPdf(bytes: Buffer): Checked {
  const end = bytes.toString('latin1', Math.max(0, bytes.length - 2048))
  // readers allow some bytes behind the end; the end of a zip archive there would make two files of one
  const behind = /startxref\s+\d+\s+%%EOF([^]{0,1024})$/.exec(end)?.[1]
  if (behind === undefined || behind.includes('PK\x05\x06')) throw new RefusedFile('broken')
  if (/\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(bytes.toString('latin1'))) throw new RefusedFile('encrypted')
  return { type: 'application/pdf', content: bytes }
}

const isPdf = (bytes: Buffer): boolean => /^%PDF-[12]\.\d/.test(bytes.toString('latin1', 0, 8))

/** Checks one file and says what is to be kept of it; throws RefusedFile with the reason. */
export async function checkContent(bytes: Buffer): Promise<Checked> {
  if (isPdf(bytes)) return checkPdf(bytes)
  if (isZip(bytes)) return checkZip(bytes)
  if (isCompound(bytes)) return checkCompound(bytes)
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  if (found && isPicture(found.mime)) return await checkPicture(bytes, found.mime)
  throw new RefusedFile('type-unknown')
}
