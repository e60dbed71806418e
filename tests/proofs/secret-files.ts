/** Files of secret:planted: each holds a word where people do not look for one. */
import sharp from 'sharp'
import { docx, pdf } from '../server/attachment-makers.ts'

/** A photograph that says in its EXIF who took it and where. */
export const photograph = async (word: string): Promise<Buffer> =>
  await sharp({ create: { width: 64, height: 48, channels: 3, background: '#3060a0' } })
    .withExif({
      IFD0: { Artist: word, ImageDescription: word, Copyright: word },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '30/1 14/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '120/1 9/1 0/1',
        GPSMapDatum: word
      }
    })
    .jpeg()
    .toBuffer()

/** The same as PNG, in which a comment stands in a piece of its own. */
export const drawing = async (word: string): Promise<Buffer> =>
  await sharp({ create: { width: 40, height: 40, channels: 3, background: '#a06030' } })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><comment>${word}</comment></x:xmpmeta>`)
    .png()
    .toBuffer()

/** A text document that says a word in its body. */
export const document = (word: string): Buffer => docx([{ name: 'word/footnotes.xml', data: `<w:t>${word}</w:t>` }])

/** A PDF that says a word in its title. */
export const portable = (word: string): Buffer => pdf(`/Info << /Title (${word}) >> `)
