/** Pictures of an open day, planted: what is shown is for everybody, what is kept of attendance for the desk alone. */
import type { Caller } from './secret-caller.ts'
import { photograph } from './secret-files.ts'
import type { Staff } from './secret-staff.ts'

/** Adds a photograph that says where it was taken, and writes its caption anew. Returns its id. */
export const plantPicture = async (
  { words, call }: Caller,
  { registry }: Staff,
  { id, kind, key }: { readonly id: string; readonly kind: 'shown' | 'attendance'; readonly key: string }
): Promise<string> => {
  const caption = (what: string): string =>
    kind === 'shown' ? words.make(`public open day: ${what}`, 'public') : words.make(`${key}: ${what}`, 'desk', key)
  const bytes = await photograph(words.makeLatin(`open day, ${kind}: what a photograph says of itself`, 'nobody', key))
  const added = await call(
    'POST',
    '/desk/open-days/:id/pictures',
    { id },
    {
      session: registry,
      status: 201,
      query: { kind, caption: caption(`caption of a picture, ${kind}`) },
      bytes
    }
  )
  const { pictures } = (added.body as { after: { pictures: readonly { id: string; kind: string }[] } }).after
  const own = pictures.find((one) => one.kind === kind)
  if (!own) throw new Error('the picture is not there')
  await call(
    'PUT',
    '/desk/open-days/:id/pictures',
    { id },
    {
      session: registry,
      body: { kind, pictures: [{ id: own.id, caption: caption(`caption of a picture, ${kind}, changed`) }] }
    }
  )
  return own.id
}
