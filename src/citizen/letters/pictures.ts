/** Pictures made smaller on the phone: fewer bytes on the way, and where and when they were taken stays behind. */

/** Below this a picture is sent as it is. */
const smallBytes = 2 * 1024 * 1024
/** The longer side, in pixels: small print on a photographed page can still be read. */
const longest = 3000
const quality = 0.85

/**
 * The picture as it should be sent. What is small, what is no picture, what this browser can't decode and what would
 * not become smaller is returned as it is.
 */
export async function shrinkPicture(file: File): Promise<File> {
  if (!file.type.startsWith('image/') || file.size <= smallBytes) return file
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => undefined)
  if (picture === undefined) return file
  try {
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const pencil = canvas.getContext('2d')
    if (pencil === null) return file
    // what was transparent would be black in a JPEG
    pencil.fillStyle = '#fff'
    pencil.fillRect(0, 0, canvas.width, canvas.height)
    pencil.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const smaller = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (smaller === null || smaller.size >= file.size) return file
    return new File([smaller], file.name.replace(/(\.[^.]*)?$/, '.jpg'), { type: 'image/jpeg' })
  } finally {
    picture.close()
  }
}
